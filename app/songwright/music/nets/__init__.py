"""Small trained nets that fill the free cells of a song's score; numpy and onnxruntime on one thread, no state.

Every function is pure: the same input and seed give the same notes. Cells that the caller holds fixed never change.
"""
