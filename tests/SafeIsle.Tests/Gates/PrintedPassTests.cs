using System.Security.Cryptography;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates;
using SafeIsle.Platform.Print;
using SafeIsle.Tests.Platform.Print;

namespace SafeIsle.Tests.Gates;

/// <summary>What we print is read by jsQR, as a phone without a reader of its own does it.</summary>
public sealed class PrintedPassTests
{
    private const int DotsPerInch = 300;
    private const double CodeMm = 40;
    private const int MostVersion = 10;

    private static readonly PassCode Largest = new(
        PassCode.MostCommunity, PassNumber.Most, PassNumber.Most, PassCode.MostRule, PassCode.MostVersion, true,
        DateTimeOffset.FromUnixTimeSeconds(PassCode.MostSeconds - 1), DateTimeOffset.FromUnixTimeSeconds(PassCode.MostSeconds));

    [Fact]
    public void The_largest_values_make_a_code_of_version_ten_at_most()
    {
        // A signature is another each time, and so is how well the whole of it packs.
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        for (var i = 0; i < 50; i++)
        {
            new QrCode(PassCodes.Make(Largest, new("00c0ffee", signer)), CodeMm).Version.ShouldBeLessThanOrEqualTo(MostVersion);
        }
    }

    [Theory]
    [InlineData("A", 1)]
    [InlineData("ABCDEFGHIJKLMNOP", 1)]
    [InlineData("ABCDEFGHIJKLMNOPQ", 2)]
    [InlineData("abcdefghijklmnop", 2)]
    public void Upper_case_makes_a_smaller_code(string content, int version) => new QrCode(content, CodeMm).Version.ShouldBe(version);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(-7, 2)]
    [InlineData(12, 3)]
    [InlineData(93, 3)]
    public async Task A_printed_pass_is_read_back_straight_turned_and_blurred(double degrees, int blur)
    {
        // One of the vectors, so that the picture is the same in every run.
        var text = Vectors.File<PassCodeTests.VectorFile>("pass-codes").Cases.Single(c => c.Name == "largest of everything").Text;
        new QrCode(text, CodeMm).Version.ShouldBe(MostVersion);
        var card = new Cards(2, 2, [[new Heading("出入证", 1), new Paragraph("38号楼2单元501室"), new QrCode(text, CodeMm, PassNumber.Text(Largest.Number))]]);
        var (pixels, width, height) = PdfReader.Picture(PdfReader.PaperOf(card), DotsPerInch);
        var picture = new Grey(pixels, width, height).TopLeftQuarter().Turned(degrees).Blurred(blur);

        (await ReadAsync(picture)).ShouldBe(text);
    }

    [Fact]
    public async Task Four_cards_fill_a_sheet_from_edge_to_edge_and_each_is_read_back()
    {
        var texts = Vectors.File<PassCodeTests.VectorFile>("pass-codes").Cases.Select(c => c.Text).Where(t => t.StartsWith("SI1:", StringComparison.Ordinal)).Distinct().Take(4).ToList();
        texts.Count.ShouldBe(4);
        IReadOnlyList<Block> CardOf(string text) => [new Paragraph("38号楼2单元501室"), new QrCode(text, 60), new Paragraph("到 2026年12月31日")];
        var paper = new Paper("出入证", Orientation.Portrait, new Section(new Cards(2, 2, [.. texts.Select(CardOf)])) { WholeSheet = true }) { CreatedAt = PdfReader.Moment };
        var (pixels, width, height) = PdfReader.Picture(paper, DotsPerInch);
        var picture = new Grey(pixels, width, height);
        for (var card = 0; card < texts.Count; card++)
        {
            (await ReadAsync(picture.Quarter(card % 2, card / 2))).ShouldBe(texts[card]);
        }
    }

    private static Task<string> ReadAsync(Grey picture) => QrReader.ReadAsync(picture.Pixels, picture.Width, picture.Height);

    /// <summary>A picture, row by row: 0 is black, 255 is white; white around it.</summary>
    private sealed record Grey(byte[] Pixels, int Width, int Height)
    {
        internal Grey TopLeftQuarter() => Quarter(0, 0);

        internal Grey Quarter(int right, int down) => Drawn(Width / 2, Height / 2, (x, y) => At(x + (right * (Width / 2)), y + (down * (Height / 2))));

        /// <summary>Turned about its middle, each point mixed from the four around it.</summary>
        internal Grey Turned(double degrees)
        {
            var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
            var (middleX, middleY) = (Width / 2.0, Height / 2.0);
            return Drawn(Width, Height, (x, y) =>
            {
                var fromX = middleX + ((x - middleX) * cos) + ((y - middleY) * sin);
                var fromY = middleY - ((x - middleX) * sin) + ((y - middleY) * cos);
                var (left, top) = ((int)Math.Floor(fromX), (int)Math.Floor(fromY));
                var (right, below) = (fromX - left, fromY - top);
                return (((At(left, top) * (1 - right)) + (At(left + 1, top) * right)) * (1 - below))
                    + (((At(left, top + 1) * (1 - right)) + (At(left + 1, top + 1) * right)) * below);
            });
        }

        /// <summary>
        /// Twice the mean of the points up to so many away, which is nearly what a lens out of focus does. Three away at 300 dpi spread a
        /// point over a quarter of a millimetre, a third of a module, to either side; beyond that jsQR finds nothing.
        /// </summary>
        internal Grey Blurred(int away) => away == 0 ? this : Mean(away, 1, 0).Mean(away, 0, 1).Mean(away, 1, 0).Mean(away, 0, 1);

        private Grey Mean(int away, int stepX, int stepY) => Drawn(
            Width, Height, (x, y) => Enumerable.Range(-away, (2 * away) + 1).Sum(i => At(x + (i * stepX), y + (i * stepY))) / ((2 * away) + 1));

        private double At(int x, int y) => x >= 0 && y >= 0 && x < Width && y < Height ? Pixels[(y * Width) + x] : 255;

        private static Grey Drawn(int width, int height, Func<int, int, double> value)
        {
            var pixels = new byte[width * height];
            for (var at = 0; at < pixels.Length; at++)
            {
                pixels[at] = (byte)Math.Round(value(at % width, at / width));
            }

            return new(pixels, width, height);
        }
    }
}
