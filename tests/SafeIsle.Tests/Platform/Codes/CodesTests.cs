using System.Text;
using SafeIsle.Platform.Codes;

namespace SafeIsle.Tests.Platform.Codes;

public sealed class CodesTests
{
    private const int Most = 512;

    public static IEnumerable<TheoryDataRow<Packed>> Inflated => Vectors.Read<Packed>("inflate").Select(c => new TheoryDataRow<Packed>(c));

    [Theory]
    [MemberData(nameof(Inflated))]
    public void What_is_not_deflated_is_refused(Packed c)
    {
        var found = Zlib.Inflate(Convert.FromHexString(c.Deflated), Most);
        (found is null ? null : Convert.ToHexStringLower(found)).ShouldBe(c.Bytes);
    }

    [Fact]
    public void Noise_behind_a_good_head_is_refused()
    {
        var random = new Random(20260323);
        for (var round = 0; round < 5000; round++)
        {
            var noise = new byte[62];
            random.NextBytes(noise);
            (noise[0], noise[1]) = (0x78, 0x9C);
            Zlib.Inflate(noise, Most).ShouldBeNull();
        }
    }

    // The examples of RFC 9285.
    [Theory]
    [InlineData("BB8", "AB")]
    [InlineData("%69 VD92EX0", "Hello!!")]
    [InlineData("UJCLQE7W581", "base-45")]
    [InlineData("QED8WEX0", "ietf!")]
    [InlineData("", "")]
    public void Base45_goes_both_ways(string text, string words)
    {
        Base45.Encode(Encoding.ASCII.GetBytes(words)).ShouldBe(text);
        Base45.Decode(text).ShouldBe(Encoding.ASCII.GetBytes(words));
    }

    [Theory]
    [InlineData("GGW")]
    [InlineData(":::")]
    [InlineData("::")]
    [InlineData("V5")]
    [InlineData("A")]
    [InlineData("ABCD")]
    [InlineData("bb8")]
    [InlineData("BB\n")]
    [InlineData("BBＡ")]
    public void Base45_has_one_reading(string text) => Base45.Decode(text).ShouldBeNull();

    // Examples of RFC 8949, appendix A, and the limits of each form.
    [Theory]
    [InlineData("00")]
    [InlineData("17")]
    [InlineData("1818")]
    [InlineData("18ff")]
    [InlineData("190100")]
    [InlineData("19ffff")]
    [InlineData("1a00010000")]
    [InlineData("1affffffff")]
    [InlineData("1b0000000100000000")]
    [InlineData("1b001fffffffffffff")]
    [InlineData("20")]
    [InlineData("3903e7")]
    [InlineData("3b001fffffffffffff")]
    [InlineData("40")]
    [InlineData("4401020304")]
    [InlineData("60")]
    [InlineData("6449455446")]
    [InlineData("63e6b0b4")]
    [InlineData("64f0908591")]
    [InlineData("80")]
    [InlineData("8301820203820405")]
    [InlineData("98190102030405060708090a0b0c0d0e0f101112131415161718181819")]
    [InlineData("a0")]
    [InlineData("a201020304")]
    [InlineData("a26161016162820203")]
    [InlineData("a40a01200240038001")]
    [InlineData("c11a514b67b0")]
    [InlineData("d818456449455446")]
    public void What_is_read_is_written_the_same(string hex) =>
        Convert.ToHexStringLower(Cbor.Write(Cbor.Read(Convert.FromHexString(hex))!)).ShouldBe(hex);

    [Theory]
    [InlineData("")]
    [InlineData("18")]
    [InlineData("1817")]
    [InlineData("1900ff")]
    [InlineData("1a0000ffff")]
    [InlineData("1b00000000ffffffff")]
    [InlineData("1b0020000000000000")]
    [InlineData("3b0020000000000000")]
    [InlineData("1bffffffffffffffff")]
    [InlineData("1c")]
    [InlineData("1f")]
    [InlineData("4403")]
    [InlineData("5f42010243030405ff")]
    [InlineData("62c328")]
    [InlineData("9f01ff")]
    [InlineData("8201")]
    [InlineData("9b001fffffffffffff")]
    [InlineData("a101")]
    [InlineData("a201020103")]
    [InlineData("a203040102")]
    [InlineData("bf0102ff")]
    [InlineData("c1")]
    [InlineData("f4")]
    [InlineData("f6")]
    [InlineData("f93c00")]
    [InlineData("0000")]
    [InlineData("818181818181818100")]
    public void Every_other_form_is_refused(string hex) => Cbor.Read(Convert.FromHexString(hex)).ShouldBeNull();

    [Fact]
    public void Maps_are_written_by_the_bytes_of_their_keys()
    {
        var map = new CborMap([.. new long[] { -65537, 100, -1, 10, 6 }.Select(key => ((CborValue)new CborInteger(key), (CborValue)new CborInteger(0)))]);
        Convert.ToHexStringLower(Cbor.Write(map)).ShouldBe("a506000a0018640020003a0001000000");
    }

    public sealed record Packed(string Name, string Deflated, string? Bytes)
    {
        public override string ToString() => Name;
    }
}
