using System.Text;

namespace SafeIsle.Platform.Ui;

/// <summary>One sentence carried from a post to the page after it: 已保存, or why not. Never holds personal data.</summary>
public static class Flash
{
    internal const string Key = "flash";

    public sealed record Message(bool Good, string Text);

    /// <summary>Redirects (303) and says that it worked.</summary>
    public static IResult Done(this HttpContext http, string path, string sentence) => Go(http, path, new(true, sentence));

    /// <summary>Redirects (303) and says why it was refused; for acts without a form of their own to show again.</summary>
    public static IResult Refused(this HttpContext http, string path, string sentence) => Go(http, path, new(false, sentence));

    private static IResult Go(HttpContext http, string path, Message message)
    {
        var text = (message.Good ? "1" : "0") + message.Text;
        http.Response.Cookies.Append(Key, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1),
        });
        return new SeeOther(path);
    }

    /// <summary>Takes the sentence out of the cookie, once.</summary>
    internal static void Take(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Cookies.TryGetValue(Key, out var value)
            && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            http.Response.OnStarting(() =>
            {
                // A page that only leads on has not shown it yet.
                if (http.Response.StatusCode is not (>= 300 and < 400))
                {
                    http.Response.Cookies.Delete(Key);
                }

                return Task.CompletedTask;
            });
            Span<byte> bytes = new byte[value.Length];
            if (Convert.TryFromBase64String(value, bytes, out var length) && length > 1)
            {
                var text = Encoding.UTF8.GetString(bytes[..length]);
                http.Items[Key] = new Message(text[0] == '1', text[1..]);
            }
        }
    }

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Escaped(path);
            return Task.CompletedTask;
        }

        // A header holds ASCII only; what is escaped already stays as it is.
        private static string Escaped(string path) =>
            string.Concat(path.EnumerateRunes().Select(rune => rune.Value is > ' ' and <= '~' ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
    }
}
