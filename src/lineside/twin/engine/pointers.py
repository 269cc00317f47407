"""Bare pointers to the two memories, for the inside of the compiled loop.

An array passed to a compiled function is counted as referenced and unreferenced, atomically, at
every call that is not pruned; an event makes some forty calls. A pointer costs nothing and has no
test for negative indices. The arrays stay alive in the function that made the pointers.
"""

from typing import Any

from numba.core import types
from numba.core.imputils import impl_ret_borrowed
from numba.extending import intrinsic
from numba.np.arrayobj import make_array


@intrinsic  # type: ignore[untyped-decorator]
def pointer(typing: Any, array: Any) -> Any:
    """Pointer to the first element of a contiguous array."""
    signature = types.CPointer(array.dtype)(array)  # type: ignore[attr-defined]

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = make_array(signature.args[0])(context, builder, value=arguments[0])
        kind = context.get_value_type(signature.return_type)
        data = builder.bitcast(whole.data, kind)
        return impl_ret_borrowed(context, builder, signature.return_type, data)

    return signature, code
