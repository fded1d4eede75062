using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>The calls of Cairo's C interface that the PDF canvas uses. Lengths are points (1/72 inch), y grows downwards.</summary>
internal static unsafe partial class Cairo
{
    internal const string Library = "libcairo.so.2";

    internal const int Success = 0;
    internal const int WriteError = 11;

    internal const int MetadataTitle = 0;
    internal const int MetadataAuthor = 1;
    internal const int MetadataCreator = 4;
    internal const int MetadataCreated = 5;
    internal const int MetadataModified = 6;

    internal const int LineCapSquare = 2;
    internal const int HintStyleNone = 1;
    internal const int HintMetricsOff = 1;

    [LibraryImport(Library, EntryPoint = "cairo_pdf_surface_create_for_stream")]
    internal static partial nint PdfSurface(
        delegate* unmanaged[Cdecl]<nint, byte*, uint, int> write,
        nint closure,
        double width,
        double height
    );

    [LibraryImport(Library, EntryPoint = "cairo_pdf_surface_set_metadata", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetMetadata(nint surface, int field, string value);

    [LibraryImport(Library, EntryPoint = "cairo_pdf_surface_add_outline", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddOutline(nint surface, int parent, string text, string link, int flags);

    [LibraryImport(Library, EntryPoint = "cairo_surface_status")]
    internal static partial int SurfaceStatus(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_finish")]
    internal static partial void FinishSurface(nint surface);

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

    [LibraryImport(Library, EntryPoint = "cairo_show_page")]
    internal static partial void ShowPage(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_save")]
    internal static partial void Save(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_restore")]
    internal static partial void Restore(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_translate")]
    internal static partial void Translate(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_scale")]
    internal static partial void Scale(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_move_to")]
    internal static partial void MoveTo(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_line_to")]
    internal static partial void LineTo(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_rectangle")]
    internal static partial void Rectangle(nint cairo, double x, double y, double width, double height);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_width")]
    internal static partial void SetLineWidth(nint cairo, double width);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_cap")]
    internal static partial void SetLineCap(nint cairo, int cap);

    [LibraryImport(Library, EntryPoint = "cairo_set_dash")]
    internal static partial void SetDash(nint cairo, double* lengths, int count, double offset);

    [LibraryImport(Library, EntryPoint = "cairo_stroke")]
    internal static partial void Stroke(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_fill")]
    internal static partial void Fill(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_create")]
    internal static partial nint CreateFontOptions();

    [LibraryImport(Library, EntryPoint = "cairo_font_options_set_hint_style")]
    internal static partial void SetHintStyle(nint options, int style);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_set_hint_metrics")]
    internal static partial void SetHintMetrics(nint options, int metrics);

    [LibraryImport(Library, EntryPoint = "cairo_font_options_destroy")]
    internal static partial void DestroyFontOptions(nint options);

    /// <summary>What Cairo says about a status, for the message of an exception.</summary>
    internal static string Describe(int status) => Marshal.PtrToStringUTF8((nint)StatusText(status)) ?? "unknown status";
}
