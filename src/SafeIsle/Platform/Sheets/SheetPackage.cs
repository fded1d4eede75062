using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace SafeIsle.Platform.Sheets;

/// <summary>
/// The ZIP archive of a workbook, opened part by part. The parts are read here with the framework's own ZIP and XML readers rather
/// than through the Open XML SDK, because the SDK unpacks and parses the package's own tables before anyone can count or forbid.
/// </summary>
internal sealed class SheetPackage : IDisposable
{
    private const int EndRecordBytes = 22;
    private const int MaxCommentBytes = ushort.MaxValue;
    private const uint EndRecordMark = 0x06054B50;

    // Each part costs about 50 bytes here; an honest workbook has a few dozen parts.
    private const int MaxDirectoryBytes = 1 << 20;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CheckCharacters = false,
        CloseInput = true,
    };

    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);

    private SheetPackage(ZipArchive archive, UnpackBudget budget)
    {
        this.archive = archive;
        Budget = budget;
        foreach (var entry in archive.Entries)
        {
            parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }
    }

    internal UnpackBudget Budget { get; }

    internal IEnumerable<string> PartNames => parts.Keys;

    internal static SheetPackage Open(MemoryStream file, SheetLimits limits)
    {
        RefuseCrowdedDirectory(file.GetBuffer().AsSpan(0, (int)file.Length));
        return new SheetPackage(new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true), new UnpackBudget(limits, file.Length));
    }

    internal bool Has(string part) => parts.ContainsKey(part);

    /// <summary>A reader on one part; a missing part means a damaged file.</summary>
    internal XmlReader Read(string part)
    {
        if (!parts.TryGetValue(part, out var entry))
        {
            throw new SheetRefusedException(SheetRefusal.Damaged);
        }

        return XmlReader.Create(new BudgetedStream(entry.Open(), Budget), Xml);
    }

    public void Dispose() => archive.Dispose();

    // The framework builds an object for every entry of the directory before it can be asked how many there are.
    private static void RefuseCrowdedDirectory(ReadOnlySpan<byte> file)
    {
        for (var at = file.Length - EndRecordBytes; at >= 0 && at >= file.Length - EndRecordBytes - MaxCommentBytes; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file[at..]) != EndRecordMark)
            {
                continue;
            }

            var directory = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 16)..]);
            if (directory > at || at - directory > MaxDirectoryBytes)
            {
                throw new SheetRefusedException(SheetRefusal.Damaged);
            }

            return;
        }

        throw new SheetRefusedException(SheetRefusal.Damaged);
    }
}
