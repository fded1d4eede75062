using SafeIsle.Platform.Photos;

namespace SafeIsle.Platform.Print;

/// <summary>A photo in the form in which a PDF file holds it, made so pale that lines and words stand out upon it.</summary>
/// <param name="Entries">Of the image's dictionary, with the filter of <paramref name="Content"/>.</param>
/// <param name="Turned">How Exif says that it is to be turned or mirrored: 1…8, 1 is upright.</param>
public sealed record PrintPicture(string Entries, byte[] Content, byte Turned = 1)
{
    // Black becomes so light a grey; white stays white.
    private const double Darkest = 0.45;

    /// <summary>Null for those of which a PDF file holds no such form: WebP, CMYK, interlaced.</summary>
    /// <param name="kind">Of the file.</param>
    /// <param name="file">As <see cref="PhotoFile"/> keeps it.</param>
    public static PrintPicture? Of(PhotoKind kind, byte[] file) => kind switch
    {
        PhotoKind.Jpeg => Jpeg.Frame(file) is var (width, height, colours, turned) && colours is 1 or 3
            ? new(Head(width, height, colours) + "/Filter/DCTDecode", file, turned)
            : null,
        PhotoKind.Png => PngRows.Opaque(file) is { } rows ? new(Head(rows.Width, rows.Height, rows.Colours) + "/Filter/FlateDecode", rows.Packed) : null,
        PhotoKind.Webp => null,
    };

    // a, b, c, d, e, f of PDF, which take the square of the picture, upwards, to its place, downwards.
    internal double[] Place(Box box)
    {
        var (left, top, right, bottom, wide, high) = (box.X, box.Y, box.X + box.Width, box.Y + box.Height, box.Width, box.Height);
        return Turned switch
        {
            2 => [-wide, 0, 0, -high, right, bottom],
            3 => [-wide, 0, 0, high, right, top],
            4 => [wide, 0, 0, high, left, top],
            5 => [0, high, -wide, 0, right, top],
            6 => [0, high, wide, 0, left, top],
            7 => [0, -high, wide, 0, left, bottom],
            8 => [0, -high, -wide, 0, right, bottom],
            _ => [wide, 0, 0, -high, left, bottom],
        };
    }

    private static string Head(int width, int height, int colours) => FormattableString.Invariant(
        $"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{(colours == 1 ? "DeviceGray" : "DeviceRGB")}/BitsPerComponent 8/Decode[{string.Join(' ', Enumerable.Repeat(FormattableString.Invariant($"{Darkest} 1"), colours))}]");
}
