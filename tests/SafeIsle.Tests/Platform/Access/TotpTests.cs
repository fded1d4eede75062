using System.Text;
using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Platform.Access;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, the last six of the eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_of_the_standard(long seconds, string code) =>
        Totp.CodeAt(Key, DateTimeOffset.FromUnixTimeSeconds(seconds)).ShouldBe(code);

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(-30, true)]
    [InlineData(60, false)]
    [InlineData(-60, false)]
    public void A_phone_may_be_half_a_minute_wrong(int seconds, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        (Totp.StepOf(Key, Totp.CodeAt(Key, now.AddSeconds(seconds)), now) is not null).ShouldBe(taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00592")]
    [InlineData("0059244")]
    [InlineData("００5924")]
    public void Other_texts_are_no_codes(string text) =>
        Totp.StepOf(Key, text, DateTimeOffset.FromUnixTimeSeconds(1234567890)).ShouldBeNull();

    /// <summary>RFC 4648, Base32, in groups of four.</summary>
    [Fact]
    public void The_key_is_typed_in_groups() =>
        Totp.Typed(Key).ShouldBe("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
}
