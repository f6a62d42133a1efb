"""Matrix products, linear algebra, Fourier transforms (torch 2.13.0)."""

from __future__ import annotations

from .facts import Fact, TensorFunction, names
from .tables import both, functions, in_place

FACTS: dict[str, Fact] = {}
TENSOR: dict[str, Fact] = {}

_ROW = TensorFunction((), saves="input")


def _product(words: str, signature: str, shape: str = "") -> None:
    both(FACTS, TENSOR, words, _ROW._replace(signature=names(signature), shape=shape))


_product("matmul", "input other", "matmul")
_product("mm", "input mat2", "mm")
_product("bmm", "input mat2", "bmm")
_product("mv", "input vec", "mv")
_product("dot", "input tensor", "dot")
_product("vdot", "input other", "dot")
_product("inner", "input other")
_product("outer ger", "input vec2", "outer")
_product("kron", "input other")
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
functions(FACTS, "torch", "einsum", _ROW._replace(signature=names("equation *operands"), shape="einsum"))
functions(FACTS, "torch", "tensordot", _ROW._replace(signature=names("a b dims")))
functions(FACTS, "torch", "cdist", _ROW._replace(signature=names("x1 x2 p compute_mode"), shape="cdist"))
functions(FACTS, "torch", "chain_matmul", _ROW._replace(signature=names("*matrices")))
functions(FACTS, "torch.linalg", "multi_dot", _ROW._replace(signature=names("tensors"), inputs=("tensors",)))
functions(FACTS, "torch.linalg", "matmul", _ROW._replace(signature=names("input other"), shape="matmul"))

_product("det logdet", "input")
_product("inverse matrix_exp", "input")
_product("slogdet", "input")
_product("matrix_power", "input n")
_product("pinverse", "input rcond")
_product("cholesky cholesky_inverse", "input upper")
_product("cov", "input * correction fweights aweights")
_product("corrcoef", "input")
both(FACTS, TENSOR, "svd", _ROW._replace(signature=names("input some compute_uv"), result="tensors"))
both(FACTS, TENSOR, "qr", _ROW._replace(signature=names("input some"), result="tensors"))
both(FACTS, TENSOR, "slogdet", _ROW._replace(signature=names("input"), result="tensors"))

_A = _ROW._replace(signature=names("A"))
functions(FACTS, "torch.linalg", "det inv eigvals matrix_exp", _A)
functions(FACTS, "torch.linalg", "eig slogdet", _A._replace(result="tensors"))
functions(FACTS, "torch.linalg", "eigvalsh", _A._replace(signature=names("A UPLO")))
functions(FACTS, "torch.linalg", "eigh", _A._replace(signature=names("A UPLO"), result="tensors"))
functions(FACTS, "torch.linalg", "cholesky", _A._replace(signature=names("A * upper")))
functions(FACTS, "torch.linalg", "qr", _A._replace(signature=names("A mode"), result="tensors"))
functions(FACTS, "torch.linalg", "svd", _A._replace(signature=names("A full_matrices * driver"), result="tensors"))
functions(FACTS, "torch.linalg", "svdvals", _A._replace(signature=names("A * driver")))
functions(FACTS, "torch.linalg", "solve", _A._replace(signature=names("A B * left")))
functions(FACTS, "torch.linalg", "lstsq", _A._replace(signature=names("A B rcond * driver"), result="tensors"))
functions(FACTS, "torch.linalg", "pinv", _A._replace(signature=names("A * atol rtol hermitian"), inputs=("A",)))
functions(FACTS, "torch.linalg", "cond", _A._replace(signature=names("A p")))
functions(
    FACTS,
    "torch.linalg",
    "matrix_rank",
    _A._replace(signature=names("A * atol rtol hermitian"), inputs=("A",), graph="none"),
)

_WAVE = TensorFunction(names("input n dim norm"), dtype="complex")
functions(FACTS, "torch.fft", "fft ifft rfft ihfft", _WAVE)
functions(FACTS, "torch.fft", "irfft hfft", _WAVE._replace(dtype="real"))
functions(FACTS, "torch.fft", "fft2 ifft2 rfft2 fftn ifftn rfftn", _WAVE._replace(signature=names("input s dim norm")))
functions(FACTS, "torch.fft", "irfft2 irfftn", _WAVE._replace(signature=names("input s dim norm"), dtype="real"))
functions(
    FACTS, "torch.fft", "fftshift ifftshift", TensorFunction(names("input dim"), activation="keeps", shape="same")
)
_STFT = "n_fft hop_length win_length window center pad_mode normalized onesided return_complex align_to_window"
_ISTFT = "n_fft hop_length win_length window center normalized onesided length return_complex"
both(FACTS, TENSOR, "stft", TensorFunction(names(f"input {_STFT}"), dtype="complex"))
both(FACTS, TENSOR, "istft", TensorFunction(names(f"input {_ISTFT}"), dtype="real"))
