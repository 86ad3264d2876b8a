import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.simulation import shapes
from workstation.simulation.rays import Box, Canvas, Fan


def make_canvas() -> Canvas:
    return Canvas(
        fan=Fan(
            source_y=2.0,
            source_z=-3.0,
            slopes=np.linspace(0.6, -0.4, 401, dtype=np.float32),
            columns_x=np.arange(0, 4, 0.01, dtype=np.float32),
        )
    )


def marched(fan: Fan, row: int, inside) -> float:
    """Length of a ray inside something, by ten thousand small steps."""
    z = np.linspace(0, 3, 10_001)
    slope = float(fan.slopes[row])
    y = fan.source_y + slope * (z - fan.source_z)
    return float(inside(y, z).mean() * 3 * np.hypot(1, slope))


edges = st.tuples(st.floats(0.2, 2.2), st.floats(0.05, 1.5))


@settings(max_examples=60, deadline=None)
@given(y=edges, z=edges, row=st.integers(0, 400))
def test_the_chord_of_a_box_is_what_marching_along_the_ray_finds(y, z, row):
    canvas = make_canvas()
    box = Box(x0=1, x1=2, y0=y[0], y1=y[0] + y[1], z0=z[0], z1=min(z[0] + z[1], 3))

    canvas.box("water", 1000.0, box)

    expected = marched(
        canvas.fan,
        row,
        lambda v, w: (v > box.y0) & (v < box.y1) & (w > box.z0) & (w < box.z1),
    )
    assert canvas.layers["water"][row, 150] / 100 == pytest.approx(expected, abs=2e-3)


@settings(max_examples=60, deadline=None)
@given(
    yc=st.floats(0.5, 3),
    zc=st.floats(0.6, 2.4),
    radius=st.floats(0.1, 0.6),
    row=st.integers(0, 400),
)
def test_the_chord_of_a_lying_cylinder_is_what_marching_finds(yc, zc, radius, row):
    canvas = make_canvas()

    shapes.lengthwise_cylinder(canvas, "water", 1000.0, x0=1, x1=2, y=yc, z=zc, radius=radius)

    expected = marched(canvas.fan, row, lambda v, w: (v - yc) ** 2 + (w - zc) ** 2 < radius**2)
    found = canvas.layers["water"][row, 150] / 100 if "water" in canvas.layers else 0.0
    assert found == pytest.approx(expected, abs=3e-3)


def test_upright_and_crosswise_cylinders_have_the_right_chord_and_mass():
    canvas = make_canvas()
    shapes.upright_cylinder(canvas, "water", 1000.0, x=1, z=1, radius=0.5, y0=1, y1=3)
    mass = canvas.mass_kg
    level = int(np.abs(canvas.fan.slopes).argmin())

    assert canvas.layers["water"][level, 100] == pytest.approx(100, rel=1e-3)
    assert mass == pytest.approx(np.pi * 0.25 * 2 * 1000, rel=0.01)

    shapes.crosswise_cylinder(canvas, "iron", 1000.0, x=3, y=2, radius=0.4, z0=0.5, z1=2)
    assert canvas.layers["iron"][level, 300] == pytest.approx(150, rel=1e-3)
    assert canvas.mass_kg - mass == pytest.approx(np.pi * 0.16 * 1.5 * 1000, rel=0.01)


def test_near_things_look_taller_than_far_things():
    heights = []
    for z in (0.1, 2.0):
        canvas = make_canvas()
        canvas.box("iron", 1.0, Box(x0=1, x1=2, y0=1.6, y1=2.4, z0=z, z1=z + 0.01))
        heights.append(int((canvas.layers["iron"][:, 150] > 0).sum()))

    assert heights[0] / heights[1] == pytest.approx(5.0 / 3.1, rel=0.04)


def test_what_is_drawn_outside_a_hole_and_the_hole_make_the_whole():
    whole, parted = make_canvas(), make_canvas()
    box = Box(x0=0.5, x1=3.5, y0=1, y1=3, z0=0.2, z1=2.2)
    hole = Box(x0=1.2, x1=2.1, y0=1.5, y1=2.2, z0=0.6, z1=1.3)

    whole.box("water", 800.0, box)
    with parted.without(hole):
        parted.box("water", 800.0, box)
    left = parted.layers["water"].copy()
    parted.box("water", 800.0, hole)

    assert np.allclose(parted.layers["water"], whole.layers["water"], atol=1e-3)
    assert parted.mass_kg == pytest.approx(whole.mass_kg)
    assert (left < whole.layers["water"] - 1).any()


def test_a_polygon_covers_its_area():
    canvas = make_canvas()

    shapes.polygon(canvas, "iron", 1000.0, [(1, 1), (2, 1), (2, 2), (1.5, 3), (1, 2)], 0.0, 1.0)

    assert canvas.mass_kg == pytest.approx(1500, rel=0.02)


def test_drawing_past_the_picture_draws_nothing():
    canvas = make_canvas()

    canvas.box("iron", 1000.0, Box(x0=10, x1=11, y0=1, y1=2, z0=0, z1=1))
    canvas.box("iron", 1000.0, Box(x0=1, x1=2, y0=90, y1=91, z0=0, z1=1))

    assert all(not layer.any() for layer in canvas.layers.values())
