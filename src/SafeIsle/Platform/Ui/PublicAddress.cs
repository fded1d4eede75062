namespace SafeIsle.Platform.Ui;

/// <summary>
/// The address under which others reach the product, for paper and for links that are handed over: <c>SAFEISLE_PUBLIC_URL</c> (https://an.example), else the one under
/// which whoever makes them opened it.
/// </summary>
internal sealed class PublicAddress(IConfiguration configuration)
{
    /// <summary>Without a slash at the end.</summary>
    public string Of(HttpRequest request) =>
        configuration["SAFEISLE_PUBLIC_URL"] is { Length: > 0 } set ? set.TrimEnd('/') : $"{request.Scheme}://{request.Host}{request.PathBase}";

    /// <summary>As people type it, without the scheme: an.example.</summary>
    public static string Short(string address) => address[(address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..];

    /// <summary>Whether paper printed now would lead only to this very machine.</summary>
    public bool IsOnlyHere(HttpRequest request) =>
        Uri.TryCreate(Of(request), UriKind.Absolute, out var address) && address.IsLoopback;
}
