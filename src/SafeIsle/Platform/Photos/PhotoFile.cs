using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Photos;

/// <summary>The kinds of photos that are taken, recognised by content.</summary>
public enum PhotoKind
{
    Jpeg,
    Png,
    Webp,
}

/// <summary>
/// A photo as it is kept: the same picture, not re-compressed, without the blocks in which cameras and programs write where, when and by
/// whom it was taken, and without anything behind its end. Only how it is turned stays (JPEG).
/// </summary>
/// <param name="Width">Pixels, as it is shown: turned as it says.</param>
public sealed record PhotoFile(PhotoKind Kind, byte[] Content, int Width, int Height)
{
    /// <summary>Bytes of the file as it is sent.</summary>
    public const int MostBytes = 5 << 20;

    // A picture that would unpack to more harms the reader's phone. Pixels along a side, and in all.
    private const int MostSide = 20_000;
    private const long MostPixels = 50_000_000;

    /// <summary>What may be sent, for the form.</summary>
    public const string Hint = "JPEG、PNG 或 WebP，最大 5 MB；照片里的拍摄地点会自动去掉。";

    /// <summary>For the file input's <c>accept</c>.</summary>
    public const string Accept = "image/jpeg,image/png,image/webp";

    private static readonly No TooLarge = new("照片超过 5 MB，没有收下；请截图后再传，或把相机的照片尺寸调小。");
    private static readonly No Unknown = new("这个文件不是 JPEG、PNG 或 WebP 照片，没有收下；iPhone 的 HEIC 照片请截图后再传。");
    private static readonly No Broken = new("照片不完整或已损坏，没有收下；请重新拍一张再传。");
    private static readonly No TooManyPixels = new("照片的像素太多（超过 5000 万，或一边超过 20000），没有收下；请截图后再传，或把相机的照片尺寸调小。");

    /// <summary>Recognises and cleans, or says why not.</summary>
    public static Outcome<PhotoFile> Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MostBytes)
        {
            return TooLarge;
        }

        PhotoKind kind;
        CleanPicture? clean;
        if (file.StartsWith(Jpeg.Start))
        {
            (kind, clean) = (PhotoKind.Jpeg, Jpeg.Clean(file));
        }
        else if (file.StartsWith(Png.Start))
        {
            (kind, clean) = (PhotoKind.Png, Png.Clean(file));
        }
        else if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
        {
            (kind, clean) = (PhotoKind.Webp, Webp.Clean(file));
        }
        else
        {
            return Unknown;
        }

        if (clean is null || clean.Width < 1 || clean.Height < 1)
        {
            return Broken;
        }

        return clean.Width > MostSide || clean.Height > MostSide || (long)clean.Width * clean.Height > MostPixels
            ? TooManyPixels
            : new PhotoFile(kind, clean.Content, clean.Width, clean.Height);
    }

    /// <summary>The photo of that field; null when none was chosen, or when what was chosen is refused: then the form says why.</summary>
    public static async Task<PhotoFile?> FromAsync(FormInput form, string field, CancellationToken cancel)
    {
        if (form.Files[field] is not { Length: > 0 } posted)
        {
            return null;
        }

        var read = posted.Length > MostBytes ? TooLarge : await ReadAsync(posted, cancel);
        if (read.Refused)
        {
            form.Wrong(field, read.Refusal!);
            return null;
        }

        return read.Value;
    }

    private static async Task<Outcome<PhotoFile>> ReadAsync(IFormFile posted, CancellationToken cancel)
    {
        using var content = new MemoryStream((int)posted.Length);
        await posted.CopyToAsync(content, cancel);
        return Read(content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}

/// <summary>A picture of which only the picture is left. Sides in pixels, as it is shown.</summary>
internal sealed record CleanPicture(byte[] Content, int Width, int Height);
