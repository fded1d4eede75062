using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>The calls of Pango's C interface that set text. Lengths are in <see cref="Scale"/> units per point.</summary>
internal static unsafe partial class Pango
{
    internal const string Library = "libpango-1.0.so.0";
    internal const string CairoLibrary = "libpangocairo-1.0.so.0";
    internal const string ObjectLibrary = "libgobject-2.0.so.0";

    /// <summary>Pango's units in one point.</summary>
    internal const int Scale = 1024;

    internal const int WeightNormal = 400;
    internal const int WeightBold = 700;
    internal const int WrapWordOrCharacter = 2;

    /// <summary>A rectangle in Pango units.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Box
    {
        public readonly int X;
        public readonly int Y;
        public readonly int Width;
        public readonly int Height;
    }

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_font_map_new")]
    internal static partial nint NewFontMap();

    [LibraryImport(Library, EntryPoint = "pango_font_map_create_context")]
    internal static partial nint NewContext(nint fontMap);

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_context_set_font_options")]
    internal static partial void SetFontOptions(nint context, nint options);

    [LibraryImport(Library, EntryPoint = "pango_context_set_round_glyph_positions")]
    internal static partial void SetRoundPositions(nint context, int round);

    [LibraryImport(Library, EntryPoint = "pango_language_from_string", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Language(string tag);

    [LibraryImport(Library, EntryPoint = "pango_context_set_language")]
    internal static partial void SetLanguage(nint context, nint language);

    [LibraryImport(Library, EntryPoint = "pango_font_description_new")]
    internal static partial nint NewFont();

    [LibraryImport(Library, EntryPoint = "pango_font_description_set_family", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetFamily(nint font, string family);

    [LibraryImport(Library, EntryPoint = "pango_font_description_set_absolute_size")]
    internal static partial void SetSize(nint font, double size);

    [LibraryImport(Library, EntryPoint = "pango_font_description_set_weight")]
    internal static partial void SetWeight(nint font, int weight);

    [LibraryImport(Library, EntryPoint = "pango_font_description_free")]
    internal static partial void FreeFont(nint font);

    [LibraryImport(Library, EntryPoint = "pango_layout_new")]
    internal static partial nint NewLayout(nint context);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_font_description")]
    internal static partial void SetFont(nint layout, nint font);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_wrap")]
    internal static partial void SetWrap(nint layout, int mode);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_auto_dir")]
    internal static partial void SetAutoDirection(nint layout, int automatic);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_width")]
    internal static partial void SetWidth(nint layout, int width);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_text")]
    internal static partial void SetText(nint layout, byte* text, int length);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_unknown_glyphs_count")]
    internal static partial int UnknownGlyphs(nint layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_line_count")]
    internal static partial int LineCount(nint layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_line_readonly")]
    internal static partial nint Line(nint layout, int index);

    [LibraryImport(Library, EntryPoint = "pango_layout_line_get_extents")]
    internal static partial void LineExtents(nint line, Box* ink, Box* logical);

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_show_layout_line")]
    internal static partial void ShowLine(nint cairo, nint line);

    [LibraryImport(ObjectLibrary, EntryPoint = "g_object_unref")]
    internal static partial void Unref(nint instance);
}
