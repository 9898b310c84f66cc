"""Look-ups by the hundred thousand: codes are uploaded, a worker answers them, a file is fetched.

Each part is answered and logged as a batch is, under the contract of the moment; the file is kept for a
time that the operator sets, and the codes are forgotten with it.
"""
