using System.Globalization;

namespace SafeIsle.Platform.Audit;

/// <summary>What a check of the audit log found.</summary>
/// <param name="Problems">Chinese sentences; empty when all is well.</param>
/// <param name="Ends">Where each chain ends now: to be written down outside of the database.</param>
public sealed record AuditCheck(IReadOnlyList<string> Problems, IReadOnlyList<AuditEnd> Ends);

/// <summary>The last line of a place's audit log at some moment, written <c>PLACE:SEQ:HASH</c>.</summary>
/// <param name="Hash">The first 16 hex digits (or more) of the line's hash, lower case.</param>
public sealed record AuditEnd(long Place, long Seq, string Hash)
{
    public const int HashDigits = 16;

    public override string ToString() => $"{Place}:{Seq}:{Hash}";

    public static Outcome<AuditEnd> Parse(string text)
    {
        var parts = text.Trim().ToLowerInvariant().Split(':');
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && parts[2].Length is >= HashDigits and <= 64 && parts[2].All(char.IsAsciiHexDigit)
                ? new AuditEnd(place, seq, parts[2])
                : new No($"“{text}”不是记下的末尾：应为 地方：序号：校验值，例如 310107103017:152:9f3a04c1d2e5b607。");
    }
}
