namespace SafeIsle.Screening.Occupancy;

/// <summary>Words of whether somebody lives somewhere.</summary>
public static class OccupancyWords
{
    public static string Name(this OccupancyState state) => state switch
    {
        OccupancyState.LivedIn => "有人住",
        OccupancyState.Empty => "没人住",
        OccupancyState.Unsure => "说不准",
    };

    /// <summary>As badges have them.</summary>
    public static string Tone(this OccupancyState state) => state switch
    {
        OccupancyState.LivedIn => "ok",
        OccupancyState.Empty => "off",
        OccupancyState.Unsure => "wait",
    };

    public static string Name(this EvidenceKind kind) => kind switch
    {
        EvidenceKind.Call => "打电话",
        EvidenceKind.Notice => "门上告知",
        EvidenceKind.Light => "晚上看灯",
        EvidenceKind.Knock => "敲门",
        EvidenceKind.Meter => "水电气表",
        EvidenceKind.Seen => "见到人",
        EvidenceKind.Answered => "回答排查",
        EvidenceKind.Gate => "门岗进出",
        EvidenceKind.Override => "人工认定",
        EvidenceKind.Scanned => "扫码回答",
    };

    public static string Name(this MeterKind kind) => kind switch { MeterKind.Electricity => "电表", MeterKind.Water => "水表", MeterKind.Gas => "燃气表" };

    public static string Unit(this MeterKind kind) => kind switch { MeterKind.Electricity => "度", MeterKind.Water => "吨", MeterKind.Gas => "立方米" };

    /// <summary>What one piece says: 敲门没有人应.</summary>
    public static string Of(EvidenceKind kind, EvidenceSign sign) => (kind, sign) switch
    {
        (EvidenceKind.Call, EvidenceSign.Present) => "电话打通，说住在这里",
        (EvidenceKind.Call, _) => "电话没人接",
        (EvidenceKind.Notice, EvidenceSign.Absent) => "门上告知没人动过",
        (EvidenceKind.Notice, EvidenceSign.Present) => "门上告知被取走",
        (EvidenceKind.Notice, EvidenceSign.Nothing) => "门上贴了告知",
        (EvidenceKind.Light, EvidenceSign.Present) => "晚上亮着灯",
        (EvidenceKind.Light, _) => "晚上没有灯",
        (EvidenceKind.Knock, EvidenceSign.Present) => "敲门有人应",
        (EvidenceKind.Knock, _) => "敲门没有人应",
        (EvidenceKind.Meter, EvidenceSign.Present) => "表在走",
        (EvidenceKind.Meter, EvidenceSign.Absent) => "表没走",
        (EvidenceKind.Meter, EvidenceSign.Nothing) => "表走得很少",
        (EvidenceKind.Seen, _) => "见到了住的人",
        (EvidenceKind.Answered, _) => "住户回答了排查",
        (EvidenceKind.Gate, _) => "门岗有进出",
        (EvidenceKind.Override, _) => "人工认定",
        (EvidenceKind.Scanned, _) => "有人扫门上的码回答了排查",
    };

    internal static string Of(Piece piece) => piece.Detail.Length > 0 ? piece.Detail : Of(piece.Kind, piece.Sign);
}
