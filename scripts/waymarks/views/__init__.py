"""What templates are given of the Site, one module for each thing that readers see."""
