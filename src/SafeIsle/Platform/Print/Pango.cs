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

    /// <summary>Set in a glyph's number where no font has the character; the rest of the number is the character.</summary>
    internal const uint UnknownGlyph = 0x10000000;

    /// <summary>The number of a glyph that is not drawn, such as that of a joiner.</summary>
    internal const uint EmptyGlyph = 0x0FFFFFFF;

    /// <summary>A rectangle in Pango units.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Box
    {
        public readonly int X;
        public readonly int Y;
        public readonly int Width;
        public readonly int Height;
    }

    /// <summary>A line of a layout; its runs stand from left to right.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct LayoutLine
    {
        public readonly nint Layout;
        public readonly int StartIndex;
        public readonly int Length;
        public readonly ListNode* Runs;
    }

    /// <summary>A node of GLib's singly linked list.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ListNode
    {
        public readonly Run* Data;
        public readonly ListNode* Next;
    }

    /// <summary>Text of one font and its glyphs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Run
    {
        public readonly Item* Item;
        public readonly GlyphString* Glyphs;
    }

    /// <summary>Where a run's text stands in the layout's UTF-8 text, its font, and its direction: an odd level runs from right to left.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Item
    {
        public readonly int Offset;
        public readonly int Length;
        public readonly int Characters;
        private readonly nint shapeEngine;
        private readonly nint languageEngine;
        public readonly nint Font;
        public readonly byte Level;
    }

    /// <summary>Glyphs from left to right, and for each the byte of the run's text where its cluster begins.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GlyphString
    {
        public readonly int Count;
        public readonly GlyphInfo* Glyphs;
        public readonly int* Clusters;
    }

    /// <summary>A glyph, its advance and its displacement.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GlyphInfo
    {
        public readonly uint Glyph;
        public readonly int Width;
        public readonly int XOffset;
        public readonly int YOffset;
        private readonly uint attributes;
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

    [LibraryImport(Library, EntryPoint = "pango_attr_list_new")]
    internal static partial nint NewAttributes();

    [LibraryImport(Library, EntryPoint = "pango_attr_insert_hyphens_new")]
    internal static partial nint InsertHyphens(int insert);

    /// <summary>Takes the attribute over.</summary>
    [LibraryImport(Library, EntryPoint = "pango_attr_list_insert")]
    internal static partial void Insert(nint attributes, nint attribute);

    [LibraryImport(Library, EntryPoint = "pango_attr_list_unref")]
    internal static partial void FreeAttributes(nint attributes);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_attributes")]
    internal static partial void SetAttributes(nint layout, nint attributes);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_width")]
    internal static partial void SetWidth(nint layout, int width);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_text")]
    internal static partial void SetText(nint layout, byte* text, int length);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_unknown_glyphs_count")]
    internal static partial int UnknownGlyphs(nint layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_line_count")]
    internal static partial int LineCount(nint layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_line_readonly")]
    internal static partial LayoutLine* Line(nint layout, int index);

    [LibraryImport(Library, EntryPoint = "pango_layout_line_get_extents")]
    internal static partial void LineExtents(LayoutLine* line, Box* ink, Box* logical);

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_font_get_scaled_font")]
    internal static partial nint ScaledFont(nint font);

    [LibraryImport(Library, EntryPoint = "pango_font_describe")]
    internal static partial nint DescribeFont(nint font);

    [LibraryImport(Library, EntryPoint = "pango_font_description_get_family")]
    internal static partial byte* FamilyOf(nint description);

    [LibraryImport(Library, EntryPoint = "pango_font_description_get_weight")]
    internal static partial int WeightOf(nint description);

    [LibraryImport(ObjectLibrary, EntryPoint = "g_object_ref")]
    internal static partial nint Ref(nint instance);

    [LibraryImport(ObjectLibrary, EntryPoint = "g_object_unref")]
    internal static partial void Unref(nint instance);
}
