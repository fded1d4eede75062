using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SafeIsle.Platform.Print.Pdf;

/// <summary>Writes the objects of a PDF 1.5 file (ISO 32000-1) to a stream, from front to back.</summary>
internal sealed class PdfFile
{
    private const int BufferSize = 64 * 1024;

    private readonly Stream output;
    private readonly ArrayBufferWriter<byte> buffer = new(BufferSize);
    private readonly List<long> offsets = [];
    private long flushed;

    private long Position => flushed + buffer.WrittenCount;

    /// <summary>Writes the head of the file. The stream stays the caller's.</summary>
    internal PdfFile(Stream output)
    {
        this.output = output;
        // Four bytes beyond ASCII tell transports that this is no text.
        Write("%PDF-1.5\n%"u8);
        Write([0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
    }

    /// <summary>A number for an object that others refer to before it is written.</summary>
    internal int Reserve()
    {
        offsets.Add(0);
        return offsets.Count;
    }

    /// <summary>Writes an object and returns its number.</summary>
    internal int Add(string content)
    {
        var number = Reserve();
        Put(number, content);
        return number;
    }

    /// <summary>Writes the object of a reserved number.</summary>
    internal void Put(int number, string content)
    {
        Begin(number);
        Write(content);
        Write("\nendobj\n"u8);
    }

    /// <summary>Writes a compressed stream and returns its number.</summary>
    /// <param name="entries">Further entries of its dictionary.</param>
    /// <param name="content">The bytes before compression.</param>
    internal int AddStream(string entries, ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return AddPacked($"{entries}/Filter/FlateDecode", packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>Writes a stream as it is and returns its number.</summary>
    /// <param name="entries">Further entries of its dictionary, with the filter by which it was packed.</param>
    /// <param name="content">The bytes as they stand in the file.</param>
    internal int AddPacked(string entries, ReadOnlySpan<byte> content)
    {
        var number = Reserve();
        Begin(number);
        Write($"<<{entries}/Length {content.Length}>>\nstream\n");
        Write(content);
        Write("\nendstream\nendobj\n"u8);
        return number;
    }

    /// <summary>Writes the table of objects and the end, and everything that is still buffered.</summary>
    internal void Finish(int catalog, int info)
    {
        var table = Position;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            Write($"{offset:D10} 00000 n \n");
        }

        Write($"trailer\n<</Size {offsets.Count + 1}/Root {catalog} 0 R/Info {info} 0 R>>\nstartxref\n{table}\n%%EOF\n");
        Flush();
        output.Flush();
    }

    /// <summary>A text in the form that a PDF file has outside of its pages.</summary>
    internal static string Text(string text) =>
        "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(PrintedText.Clean(text))) + ">";

    /// <summary>A moment, in UTC.</summary>
    internal static string Moment(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("'(D:'yyyyMMddHHmmss'Z)'", CultureInfo.InvariantCulture);

    private void Begin(int number)
    {
        offsets[number - 1] = Position;
        Write($"{number} 0 obj\n");
    }

    private void Write(string text) => Write(Encoding.ASCII.GetBytes(text));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        buffer.Write(bytes);
        if (buffer.WrittenCount >= BufferSize)
        {
            Flush();
        }
    }

    private void Flush()
    {
        output.Write(buffer.WrittenSpan);
        flushed += buffer.WrittenCount;
        buffer.ResetWrittenCount();
    }
}
