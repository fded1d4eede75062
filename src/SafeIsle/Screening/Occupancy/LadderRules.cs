namespace SafeIsle.Screening.Occupancy;

/// <summary>What is tried next at a door where nobody was reached (call → notice on the door → evening look for light → meters).</summary>
public static class LadderRules
{
    /// <summary>Pieces of evidence that a page shows.</summary>
    public const int MostShown = 50;

    /// <summary>The lowest rung that was not tried since then; the meters in the end.</summary>
    public static EvidenceKind Next(IEnumerable<OccupancyEvidence> since)
    {
        var tried = since.Select(e => e.Kind).ToHashSet();
        EvidenceKind[] ladder = [EvidenceKind.Call, EvidenceKind.Notice, EvidenceKind.Light];
        return ladder.FirstOrDefault(k => !tried.Contains(k) && !(k == EvidenceKind.Call && tried.Contains(EvidenceKind.Knock)), EvidenceKind.Meter);
    }

    public static string Words(EvidenceKind next) => next switch
    {
        EvidenceKind.Call => "先打电话或敲门。",
        EvidenceKind.Notice => "在门上贴告知，请住户扫码或回电话。",
        EvidenceKind.Light => "晚上来看灯，亮着再敲门。",
        EvidenceKind.Meter => "请物业抄两次水电表，看有没有用。",
        EvidenceKind.Knock or EvidenceKind.Seen or EvidenceKind.Answered or EvidenceKind.Gate or EvidenceKind.Override or EvidenceKind.Scanned => "看佐证。",
    };
}
