"""Functions of pdfium that are called once a line, a tag or a drawn path, bound with plain addresses for its handles.

pypdfium2's own bindings make a typed pointer object for every handle that goes in or comes out; with integers a call costs
about half as much, and a page has thousands. A handle is 0 where pdfium gives none. `address` makes one from a typed pointer.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_HANDLE, _INT, _DOUBLE, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_double, ctypes.c_ulong


def address(pointer: Any) -> int:
    """The plain address of one of pypdfium2's typed pointers; 0 for a null pointer."""
    return ctypes.cast(pointer, _HANDLE).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


tree_child = _bound(pdfium.FPDF_StructTree_GetChildAtIndex, _HANDLE, _HANDLE, _INT)
element_type = _bound(pdfium.FPDF_StructElement_GetType, _LONG, _HANDLE, _HANDLE, _LONG)
element_children = _bound(pdfium.FPDF_StructElement_CountChildren, _INT, _HANDLE)
element_child = _bound(pdfium.FPDF_StructElement_GetChildAtIndex, _HANDLE, _HANDLE, _INT)
element_content = _bound(pdfium.FPDF_StructElement_GetChildMarkedContentID, _INT, _HANDLE, _INT)
text_object = _bound(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
font_size = _bound(pdfium.FPDFText_GetFontSize, _DOUBLE, _HANDLE, _INT)
matrix = _bound(pdfium.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
fill_colour = _bound(pdfium.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
marked_content = _bound(pdfium.FPDFPageObj_GetMarkedContentID, _INT, _HANDLE)
object_font = _bound(pdfium.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
count_rects = _bound(pdfium.FPDFText_CountRects, _INT, _HANDLE, _INT, _INT)
rect = _bound(pdfium.FPDFText_GetRect, _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
page_objects = _bound(pdfium.FPDFPage_CountObjects, _INT, _HANDLE)
page_object = _bound(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
form_objects = _bound(pdfium.FPDFFormObj_CountObjects, _INT, _HANDLE)
form_object = _bound(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, _LONG)
object_type = _bound(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
object_matrix = _bound(pdfium.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
object_bounds = _bound(pdfium.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
path_segments = _bound(pdfium.FPDFPath_CountSegments, _INT, _HANDLE)
path_segment = _bound(pdfium.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
path_draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_point = _bound(pdfium.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_type = _bound(pdfium.FPDFPathSegment_GetType, _INT, _HANDLE)
map_error = _bound(pdfium.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
