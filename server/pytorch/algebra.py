"""Matrix products, linear algebra, Fourier transforms (torch 2.13.0)."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .facts import Fact, TensorFunction, names
from .tables import both, functions, in_place

FACTS: dict[str, Fact] = {}
TENSOR: dict[str, Fact] = {}

Saves: TypeAlias = Literal["", "input", "result", "both"]

_ROW = TensorFunction((), saves="input")
_PLAIN = TensorFunction(())


def _product(words: str, signature: str, shape: str = "", saves: Saves = "input") -> None:
    both(FACTS, TENSOR, words, TensorFunction(names(signature), shape=shape, saves=saves))


_product("matmul", "input other", "matmul")
_product("mm", "input mat2", "mm")
_product("bmm", "input mat2", "bmm")
_product("mv", "input vec", "mv")
_product("dot", "input tensor", "dot")
_product("vdot", "input other", "dot")
_product("inner", "input other", saves="")
_product("outer ger", "input vec2", "outer")
_product("kron", "input other", saves="")
_product("cross", "input other dim", "broadcast")
_product("addmm", "input mat1 mat2 * beta alpha", "addmm")
_product("addmv", "input mat vec * beta alpha")
_product("addr", "input vec1 vec2 * beta alpha")
_product("addbmm baddbmm", "input batch1 batch2 * beta alpha")
for _words, _signature in (
    ("addmm", "input mat1 mat2 * beta alpha"),
    ("addmv", "input mat vec * beta alpha"),
    ("addr", "input vec1 vec2 * beta alpha"),
    ("addbmm baddbmm", "input batch1 batch2 * beta alpha"),
):
    in_place(TENSOR, _words, _ROW._replace(signature=names(_signature)))
functions(FACTS, "torch", "einsum", _PLAIN._replace(signature=names("equation *operands"), shape="einsum"))
functions(FACTS, "torch", "tensordot", _PLAIN._replace(signature=names("a b dims")))
functions(FACTS, "torch", "cdist", _ROW._replace(signature=names("x1 x2 p compute_mode"), shape="cdist", saves="both"))
functions(FACTS, "torch", "chain_matmul", _PLAIN._replace(signature=names("*matrices")))
functions(FACTS, "torch.linalg", "multi_dot", _PLAIN._replace(signature=names("tensors"), inputs=("tensors",)))
functions(FACTS, "torch.linalg", "matmul", _ROW._replace(signature=names("input other"), shape="matmul"))

_product("det", "input", saves="both")
_product("logdet corrcoef", "input", saves="")
_product("inverse", "input", saves="result")
_product("matrix_exp", "input")
_product("matrix_power", "input n", saves="")
_product("pinverse", "input rcond", saves="both")
_product("cholesky", "input upper", saves="result")
_product("cholesky_inverse", "input upper", saves="both")
_product("cov", "input * correction fweights aweights", saves="")
both(FACTS, TENSOR, "svd", _PLAIN._replace(signature=names("input some compute_uv"), result="tensors", saves="result"))
both(FACTS, TENSOR, "qr", _PLAIN._replace(signature=names("input some"), result="tensors", saves="result"))
both(FACTS, TENSOR, "slogdet", _PLAIN._replace(signature=names("input"), result="tensors", saves="both"))

_A = TensorFunction(names("A"))
_PARTS = _A._replace(result="tensors", saves="result")
functions(FACTS, "torch.linalg", "matrix_exp", _A._replace(saves="input"))
functions(FACTS, "torch.linalg", "eigvals", _A._replace(dtype="complex"))
functions(FACTS, "torch.linalg", "eig", _A._replace(result="tensors", dtype="complex"))
functions(FACTS, "torch.linalg", "det", _A._replace(saves="both"))
functions(FACTS, "torch.linalg", "inv", _A._replace(saves="result"))
functions(FACTS, "torch.linalg", "slogdet", _A._replace(result="tensors", saves="both"))
functions(FACTS, "torch.linalg", "eigvalsh", _A._replace(signature=names("A UPLO"), saves="result"))
functions(FACTS, "torch.linalg", "eigh", _PARTS._replace(signature=names("A UPLO")))
functions(FACTS, "torch.linalg", "cholesky", _A._replace(signature=names("A * upper"), saves="result"))
functions(FACTS, "torch.linalg", "qr", _PARTS._replace(signature=names("A mode")))
functions(FACTS, "torch.linalg", "svd", _PARTS._replace(signature=names("A full_matrices * driver")))
functions(FACTS, "torch.linalg", "svdvals", _A._replace(signature=names("A * driver"), saves="result"))
functions(FACTS, "torch.linalg", "solve", _A._replace(signature=names("A B * left"), saves="both"))
functions(FACTS, "torch.linalg", "lstsq", _PARTS._replace(signature=names("A B rcond * driver"), saves="both"))
functions(FACTS, "torch.linalg", "pinv", _A._replace(signature=names("A * atol rtol hermitian"), saves="both"))
functions(FACTS, "torch.linalg", "cond", _A._replace(signature=names("A p")))
functions(
    FACTS,
    "torch.linalg",
    "matrix_rank",
    _A._replace(signature=names("A * atol rtol hermitian"), graph="none", dtype="int64"),
)

_WAVE = TensorFunction(names("input n dim norm"), dtype="complex")
functions(FACTS, "torch.fft", "fft rfft", _WAVE._replace(saves="input"))
functions(FACTS, "torch.fft", "ifft ihfft", _WAVE)
functions(FACTS, "torch.fft", "irfft hfft", _WAVE._replace(dtype="real"))
functions(FACTS, "torch.fft", "fft2 ifft2 fftn ifftn", _WAVE._replace(signature=names("input s dim norm")))
functions(FACTS, "torch.fft", "rfft2 rfftn", _WAVE._replace(signature=names("input s dim norm"), saves="input"))
functions(FACTS, "torch.fft", "irfft2 irfftn", _WAVE._replace(signature=names("input s dim norm"), dtype="real"))
functions(
    FACTS, "torch.fft", "fftshift ifftshift", TensorFunction(names("input dim"), activation="keeps", shape="same")
)
_STFT = "n_fft hop_length win_length window center pad_mode normalized onesided return_complex align_to_window"
_ISTFT = "n_fft hop_length win_length window center normalized onesided length return_complex"
both(FACTS, TENSOR, "stft", TensorFunction(names(f"input {_STFT}"), dtype="complex"))
both(FACTS, TENSOR, "istft", TensorFunction(names(f"input {_ISTFT}"), dtype="real"))
