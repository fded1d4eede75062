using System.Net;
using System.Net.Sockets;

namespace SafeIsle.Platform.Access;

/// <summary>Whom limits count together.</summary>
public static class CallerAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The address; of IPv6 its /64, because a single connection owns all of that.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } six => Convert.ToHexString(six.GetAddressBytes().AsSpan(0, NetworkBytes)),
        { } four => four.MapToIPv4().ToString(),
        null => "",
    };
}
