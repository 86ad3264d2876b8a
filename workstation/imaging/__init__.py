"""Scanner file to pixels: readers, the scan package, container finding, physics, quality."""
