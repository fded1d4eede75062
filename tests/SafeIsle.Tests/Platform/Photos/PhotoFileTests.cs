using System.Text;
using SafeIsle.Platform.Photos;

namespace SafeIsle.Tests.Platform.Photos;

/// <summary>Photos are known by what they are, and lose where they were taken.</summary>
public sealed class PhotoFileTests
{
    private static string Ascii(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    [Fact]
    public void A_jpeg_keeps_the_picture_and_how_it_is_turned_and_nothing_else()
    {
        var read = PhotoFile.Read(Pictures.Jpeg(6, "<?php evil(); ?>PK\x03\x04"));
        read.Refusal.ShouldBeNull();
        read.Value.Kind.ShouldBe(PhotoKind.Jpeg);
        var text = Ascii(read.Value.Content);
        text.ShouldNotContain("GPS");
        text.ShouldNotContain("xmp");
        text.ShouldNotContain("php");
        text.ShouldContain("Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006");
        text.ShouldContain("\u0012\u00FF\0\u0034\u00FF\u00D0\u0056\u00FF\u00D9");
        text.ShouldEndWith("\u00FF\u00D9");
        // Clean already: read again, it stays as it is.
        PhotoFile.Read(read.Value.Content).Value.Content.ShouldBe(read.Value.Content);
        Ascii(PhotoFile.Read(Pictures.Jpeg(1)).Value.Content).ShouldNotContain("Exif");
        Ascii(PhotoFile.Read(Pictures.Jpeg(200)).Value.Content).ShouldNotContain("Exif");
    }

    [Fact]
    public void A_png_and_a_webp_lose_texts_and_exif()
    {
        var png = PhotoFile.Read(Pictures.Png());
        png.Value.Kind.ShouldBe(PhotoKind.Png);
        Ascii(png.Value.Content).ShouldNotContain("GPS");
        Ascii(png.Value.Content).ShouldNotContain("script");
        Ascii(png.Value.Content).ShouldContain("IDAT");
        var webp = PhotoFile.Read(Pictures.Webp());
        webp.Value.Kind.ShouldBe(PhotoKind.Webp);
        Ascii(webp.Value.Content).ShouldNotContain("GPS");
        Ascii(webp.Value.Content).ShouldNotContain("EXIF");
        webp.Value.Content[20].ShouldBe((byte)0);
        PhotoFile.Read(webp.Value.Content).Value.Content.ShouldBe(webp.Value.Content);
    }

    [Fact]
    public void What_is_cut_off_anywhere_is_refused_and_never_fails()
    {
        foreach (var whole in new[] { PhotoFile.Read(Pictures.Jpeg()).Value.Content, PhotoFile.Read(Pictures.Png()).Value.Content, PhotoFile.Read(Pictures.Webp()).Value.Content })
        {
            for (var length = 0; length < whole.Length; length++)
            {
                PhotoFile.Read(whole.AsSpan(0, length)).Refused.ShouldBeTrue($"{length} of {whole.Length}");
            }
        }

        PhotoFile.Read(Pictures.Png(wrongSum: true)).Refusal!.ShouldContain("损坏");
        PhotoFile.Read(Pictures.Webp(moves: true)).Refused.ShouldBeTrue();
    }

    [Fact]
    public void Whatever_byte_is_changed_it_is_read_or_refused()
    {
        foreach (var whole in new[] { Pictures.Jpeg(), Pictures.Png(), Pictures.Webp() })
        {
            for (var at = 0; at < whole.Length; at++)
            {
                foreach (var value in new byte[] { 0, 1, 0x7F, 0x80, 0xFF })
                {
                    var changed = (byte[])whole.Clone();
                    changed[at] = value;
                    var read = PhotoFile.Read(changed);
                    (read.Refused || read.Value.Content.Length > 0).ShouldBeTrue();
                }
            }
        }
    }

    [Fact]
    public void A_jpeg_that_makes_a_reader_work_without_end_is_refused()
    {
        var photo = Pictures.Jpeg();
        var frame = photo.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        var (scan, end) = (photo.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]), photo.Length - 2);
        PhotoFile.Read([.. photo[..frame], .. photo[frame..(frame + 13)], .. photo[frame..]]).Refusal!.ShouldContain("损坏");
        PhotoFile.Read([.. photo[..end], .. Scans(63), .. photo[end..]]).Refused.ShouldBeFalse();
        PhotoFile.Read([.. photo[..end], .. Scans(64), .. photo[end..]]).Refusal!.ShouldContain("损坏");

        IEnumerable<byte> Scans(int more) => Enumerable.Repeat(photo[scan..end], more).SelectMany(s => s);
    }

    [Fact]
    public void Other_files_and_too_large_ones_get_a_sentence()
    {
        PhotoFile.Read("GIF89a................"u8).Refusal!.ShouldContain("JPEG、PNG 或 WebP");
        PhotoFile.Read("<html><script>alert(1)</script>"u8).Refused.ShouldBeTrue();
        PhotoFile.Read("%PDF-1.7"u8).Refused.ShouldBeTrue();
        PhotoFile.Read([]).Refused.ShouldBeTrue();
        byte[] large = [.. Pictures.Jpeg(), .. new byte[6 << 20]];
        PhotoFile.Read(large).Refusal!.ShouldContain("5 MB");
        PhotoFile.Read(Pictures.Png(8000, 6000)).Refused.ShouldBeFalse();
        PhotoFile.Read(Pictures.Png(20_000, 5000)).Refusal!.ShouldContain("像素太多");
        var wide = Pictures.Png();
        wide[16] = 0x01;
        PhotoFile.Read(wide).Refused.ShouldBeTrue();
    }
}
