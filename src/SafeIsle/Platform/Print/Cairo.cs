using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>
/// The calls of Cairo's C interface that give the outlines of glyphs. Cairo's own PDF files are not used: its font subsetter
/// (seen in 1.16) miscounts hint masks and drops glyphs without a word, among them 如 of Noto Sans CJK SC Regular.
/// </summary>
internal static unsafe partial class Cairo
{
    internal const string Library = "libcairo.so.2";

    internal const int Success = 0;
    internal const int FormatAlpha8 = 2;
    internal const int HintStyleNone = 1;
    internal const int HintMetricsOff = 1;

    /// <summary>A glyph of a font and the place of its origin.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Glyph
    {
        public nuint Index;
        public double X;
        public double Y;
    }

    /// <summary>Measures of a glyph in user space.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Extents
    {
        public readonly double XBearing;
        public readonly double YBearing;
        public readonly double Width;
        public readonly double Height;
        public readonly double XAdvance;
        public readonly double YAdvance;
    }

    /// <summary>A copied path: <see cref="Count"/> elements, each a header followed by its points.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Path
    {
        public readonly int Status;
        public readonly PathElement* Elements;
        public readonly int Count;
    }

    /// <summary>A header (kind, and how many elements it takes with itself) or a point, in the same 16 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal readonly struct PathElement
    {
        [FieldOffset(0)]
        public readonly int Kind;

        [FieldOffset(4)]
        public readonly int Length;

        [FieldOffset(0)]
        public readonly double X;

        [FieldOffset(8)]
        public readonly double Y;
    }

    internal const int MoveTo = 0;
    internal const int LineTo = 1;
    internal const int CurveTo = 2;

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_create")]
    internal static partial nint NewImage(int format, int width, int height);

    [LibraryImport(Library, EntryPoint = "cairo_surface_destroy")]
    internal static partial void DestroySurface(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_create")]
    internal static partial nint Create(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_destroy")]
    internal static partial void Destroy(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_status")]
    internal static partial int Status(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_status_to_string")]
    private static partial byte* StatusText(int status);

    [LibraryImport(Library, EntryPoint = "cairo_scaled_font_get_font_face")]
    internal static partial nint FaceOf(nint scaledFont);

    [LibraryImport(Library, EntryPoint = "cairo_font_face_reference")]
    internal static partial nint Reference(nint face);

    [LibraryImport(Library, EntryPoint = "cairo_font_face_destroy")]
    internal static partial void DestroyFace(nint face);

    [LibraryImport(Library, EntryPoint = "cairo_set_font_face")]
    internal static partial void SetFace(nint cairo, nint face);

    [LibraryImport(Library, EntryPoint = "cairo_set_font_size")]
    internal static partial void SetSize(nint cairo, double size);

    [LibraryImport(Library, EntryPoint = "cairo_set_font_options")]
    internal static partial void SetFontOptions(nint cairo, nint options);

    [LibraryImport(Library, EntryPoint = "cairo_glyph_path")]
    internal static partial void GlyphPath(nint cairo, Glyph* glyphs, int count);

    [LibraryImport(Library, EntryPoint = "cairo_glyph_extents")]
    internal static partial void GlyphExtents(nint cairo, Glyph* glyphs, int count, Extents* extents);

    [LibraryImport(Library, EntryPoint = "cairo_copy_path")]
    internal static partial Path* CopyPath(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_path_destroy")]
    internal static partial void DestroyPath(Path* path);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_create")]
    internal static partial nint NewFontOptions();

    [LibraryImport(Library, EntryPoint = "cairo_font_options_set_hint_style")]
    internal static partial void SetHintStyle(nint options, int style);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_set_hint_metrics")]
    internal static partial void SetHintMetrics(nint options, int metrics);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_destroy")]
    internal static partial void DestroyFontOptions(nint options);

    /// <summary>Throws unless the status is success.</summary>
    internal static void Check(int status)
    {
        if (status != Success)
        {
            throw new InvalidOperationException($"Cairo: {Marshal.PtrToStringUTF8((nint)StatusText(status))}.");
        }
    }
}
