using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>Whether this machine can make PDF files. Where it cannot, a page shows <see cref="Problem"/> and is printed by the browser.</summary>
public static class PrintLibraries
{
    // Characters of every notice and roster; a font that lacks one of them is no Chinese font.
    private const string Probe = "居民楼组登记表";

    private static readonly Lazy<string?> Checked = new(() => Diagnose(CanLoad, Typesetter.CanDraw));

    /// <summary>Null when PDF files can be made; otherwise one Chinese sentence with the Debian command that repairs it. Checked once.</summary>
    public static string? Problem => Checked.Value;

    /// <summary>The check itself, with the machine passed in.</summary>
    /// <param name="canLoad">Whether a shared library of that file name loads.</param>
    /// <param name="canDraw">Whether some installed font has every character of the text.</param>
    public static string? Diagnose(Func<string, bool> canLoad, Func<string, bool> canDraw)
    {
        string[] needed = [Cairo.Library, Pango.Library, Pango.CairoLibrary, Pango.ObjectLibrary];
        if (!needed.All(canLoad))
        {
            return "服务器缺少排版程序库，暂时不能生成 PDF，请用浏览器打印本页，并请管理员运行 apt install libpangocairo-1.0-0 后重启服务。";
        }

        return canDraw(Probe)
            ? null
            : "服务器缺少中文字体，暂时不能生成 PDF，请用浏览器打印本页，并请管理员运行 apt install fonts-noto-cjk 后重启服务。";
    }

    // The handle stays open: the library is needed for as long as the process lives.
    private static bool CanLoad(string library) => NativeLibrary.TryLoad(library, out _);
}
