using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>The faces behind Pango's fonts, which there is one of for each size. Faces are kept for the next document, fonts are not.</summary>
internal sealed unsafe class Faces : IDisposable
{
    private readonly Dictionary<nint, Face> byHandle = [];
    private readonly Dictionary<nint, Face> byFont = [];

    /// <summary>The face of a Pango font.</summary>
    internal Face Of(nint font)
    {
        if (!byFont.TryGetValue(font, out var face))
        {
            face = Find(font);
            // Held, so that no other font gets the same address before the document is done.
            byFont.Add(Pango.Ref(font), face);
        }

        return face;
    }

    /// <summary>Lets go of the fonts of a document.</summary>
    internal void ReleaseFonts()
    {
        foreach (var font in byFont.Keys)
        {
            Pango.Unref(font);
        }

        byFont.Clear();
    }

    public void Dispose()
    {
        ReleaseFonts();
        foreach (var face in byHandle.Values)
        {
            face.Dispose();
        }
    }

    private Face Find(nint font)
    {
        var scaled = Pango.ScaledFont(font);
        if (scaled == 0)
        {
            throw new InvalidOperationException("Pango chose a font that Cairo cannot open.");
        }

        var handle = Cairo.FaceOf(scaled);
        if (!byHandle.TryGetValue(handle, out var face))
        {
            face = new Face(handle, NameOf(font));
            byHandle.Add(handle, face);
        }

        return face;
    }

    private static string NameOf(nint font)
    {
        var description = Pango.DescribeFont(font);
        try
        {
            var family = Marshal.PtrToStringUTF8((nint)Pango.FamilyOf(description)) ?? "";
            var weight = Pango.WeightOf(description) >= Pango.WeightBold ? "-Bold" : "";
            return string.Concat(family.Where(char.IsAsciiLetterOrDigit).DefaultIfEmpty('F')) + weight;
        }
        finally
        {
            Pango.FreeFont(description);
        }
    }
}
