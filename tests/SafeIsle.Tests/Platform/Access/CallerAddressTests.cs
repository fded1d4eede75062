using System.Net;
using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Platform.Access;

/// <summary>Whoever owns a network of IPv6 has 2^64 addresses and counts once.</summary>
public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    public void Addresses_of_one_network_count_together(string one, string other, bool same) =>
        (CallerAddress.Of(IPAddress.Parse(one)) == CallerAddress.Of(IPAddress.Parse(other))).ShouldBe(same);
}
