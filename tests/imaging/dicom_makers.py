"""DICOM and DICOS objects of our own making: every pixel and word in them is invented."""

from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLosslessSV1

DICOS_DX = "1.2.840.10008.5.1.4.1.1.501.2.2"
DICOM_SC = "1.2.840.10008.5.1.4.1.1.7"
IMPLICIT, EXPLICIT, LOSSLESS = ImplicitVRLittleEndian, ExplicitVRLittleEndian, JPEGLosslessSV1


def write_dx(
    path: Path,
    pixels: NDArray[Any],
    *,
    syntax: UID = EXPLICIT,
    sop_class: str = DICOS_DX,
    version: str = "V03",
    **more: Any,
) -> FileDataset:
    """Write a radiograph of shape (rows, columns) or (frames, rows, columns)."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(sop_class)
    meta.MediaStorageSOPInstanceUID = UID("2.25.7")
    meta.TransferSyntaxUID = syntax
    data = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = UID(sop_class), UID("2.25.7")
    data.PatientID = "CSQU3054383"
    data.StationName = "LANE 2"
    data.KVP = "6000"
    data.ContentDate, data.ContentTime, data.TimezoneOffsetFromUTC = "20261105", "120000", "+0800"
    data.DICOSVersion = version
    data.SamplesPerPixel = 1
    data.PhotometricInterpretation = "MONOCHROME2"
    data.Rows, data.Columns = pixels.shape[-2:]
    if pixels.ndim == 3:
        data.NumberOfFrames = len(pixels)
    bits = 8 * pixels.dtype.itemsize
    data.BitsAllocated = data.BitsStored = bits
    data.HighBit, data.PixelRepresentation = bits - 1, int(pixels.dtype.kind == "i")
    if pixels.dtype.kind == "f":
        name = "FloatPixelData" if bits == 32 else "DoubleFloatPixelData"
        setattr(data, name, pixels.tobytes())
    elif syntax == LOSSLESS:
        frames = pixels if pixels.ndim == 3 else pixels[np.newaxis]
        packed = [imagecodecs.ljpeg_encode(frame, bitspersample=bits) for frame in frames]
        data.PixelData = encapsulate(packed)
        data["PixelData"].VR = "OB"
    else:
        data.PixelData = pixels.tobytes()
        data["PixelData"].VR = "OW"
    for keyword, value in more.items():
        setattr(data, keyword, value)
    data.save_as(path, enforce_file_format=True)
    return pydicom.dcmread(path)
