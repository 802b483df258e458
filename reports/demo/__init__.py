"""The demo: PT Berdikari's plan and a small public body, loaded through the services that the pages use."""
