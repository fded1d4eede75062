using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Print;
using SafeIsle.Tests.Platform.Photos;

namespace SafeIsle.Tests.Platform.Print;

/// <summary>Photos under a drawing.</summary>
public sealed class PictureTests
{
    // What is black in the picture is printed so light, within what JPEG loses.
    private const int Palest = 150;
    private const int Darkest = 80;

    [Theory]
    [InlineData(1, -1, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 0)]
    [InlineData(4, -1, 0)]
    [InlineData(5, 0, -1)]
    [InlineData(6, 0, -1)]
    [InlineData(7, 0, 1)]
    [InlineData(8, 0, 1)]
    public void A_photo_is_printed_pale_and_the_way_up_that_it_is_shown(byte turned, int across, int down)
    {
        var file = PhotoFile.Read(Pictures.HalfBlackTurned(turned)).Value;
        var picture = PrintPicture.Of(file.Kind, file.Content).ShouldNotBeNull();
        var paper = new Paper("照片", Orientation.Portrait, new Section(new Drawing(file.Width, file.Height, [], []) { Picture = picture, PictureHeight = file.Height }))
        {
            CreatedAt = PdfReader.Moment, Numbered = false,
        };
        var (pixels, width, height) = PdfReader.Picture(paper, 36);
        var grey = pixels.Index().Where(p => p.Item < Palest).Select(p => (X: p.Index % width, Y: p.Index / width)).ToList();
        grey.ShouldNotBeEmpty();
        pixels.Min().ShouldBeGreaterThan((byte)Darkest);
        // All of it stands in the middle of the sheet's width, from its top margin down.
        if (across != 0)
        {
            Math.Sign(grey.Average(g => g.X) - (width / 2.0)).ShouldBe(across);
            (grey.Max(g => g.X) - grey.Min(g => g.X)).ShouldBeLessThan(width / 2);
        }
        else
        {
            grey.Min(g => g.Y).ShouldBeInRange(down < 0 ? 0 : height / 3, down < 0 ? height / 5 : height);
        }
    }

    [Fact]
    public void A_screenshot_is_unpacked_and_laid_on_white_where_it_is_clear()
    {
        // Two by two, the first row told by what is left of it, the second by what is above.
        byte[] rows = [1, 10, 20, 30, 255, 30, 30, 30, 1, 2, 0, 0, 0, 0, 216, 206, 196, 128];
        Pixels(Png(2, 2, 6, rows)).ShouldBe([10, 20, 30, 255, 255, 255, 10, 20, 30, 127, 127, 127]);
        Pixels(Png(3, 1, 0, [0, 1, 2, 3])).ShouldBe([1, 2, 3]);
        Pixels(Png(2, 1, 3, [0, 1, 0], ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [255, 0]))).ShouldBe([255, 255, 255, 1, 2, 3]);
        // By the average of both, and by the nearest of three.
        Pixels(Png(2, 3, 0, [0, 8, 8, 3, 4, 4, 4, 1, 1])).ShouldBe([8, 8, 8, 12, 9, 13]);
    }

    [Fact]
    public void What_cannot_be_printed_is_none()
    {
        PrintPicture.Of(PhotoKind.Webp, Pictures.Webp()).ShouldBeNull();
        PrintPicture.Of(PhotoKind.Png, Png(2, 2, 6, [0, 1])).ShouldBeNull("it ends too early");
        PrintPicture.Of(PhotoKind.Png, Png(1, 1, 3, [0, 7], ("PLTE", [1, 2, 3]))).ShouldBeNull("there is no such colour");
        var interlaced = Png(1, 1, 0, [0, 1]);
        interlaced[28] = 1;
        PrintPicture.Of(PhotoKind.Png, interlaced).ShouldBeNull();
    }

    private static byte[] Pixels(byte[] png)
    {
        using var from = new ZLibStream(new MemoryStream(PrintPicture.Of(PhotoKind.Png, png).ShouldNotBeNull().Content), CompressionMode.Decompress);
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    private static byte[] Png(int width, int height, byte type, byte[] rows, params (string Type, byte[] Body)[] more)
    {
        using var packed = new MemoryStream();
        using (var to = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            to.Write(rows);
        }

        var sides = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(sides, width);
        BinaryPrimitives.WriteInt32BigEndian(sides.AsSpan(4), height);
        List<byte> file = [0x89, .. "PNG\r\n\x1A\n"u8];
        Chunk("IHDR", [.. sides, 8, type, 0, 0, 0]);
        foreach (var (name, body) in more)
        {
            Chunk(name, body);
        }

        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return [.. file];

        void Chunk(string name, byte[] body)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
            file.AddRange([.. length, .. Encoding.ASCII.GetBytes(name), .. body, 0, 0, 0, 0]);
        }
    }
}
