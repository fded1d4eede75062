using SafeIsle.Platform.Access;

namespace SafeIsle.Gates.Fences;

/// <summary>Limits of breaches, who acts on them, and their words.</summary>
public static class BreachRules
{
    /// <summary>From the report to somebody being there.</summary>
    public static readonly TimeSpan FirstVisitWithin = TimeSpan.FromHours(2);

    /// <summary>From a visit that did not mend it to the next one.</summary>
    public static readonly TimeSpan NextVisitWithin = TimeSpan.FromHours(24);

    /// <summary>Characters of the words that say where.</summary>
    public const int MostSpot = 60;

    public const int MostNote = 200;

    /// <summary>Breaches of a community that are not mended.</summary>
    public const int MostOpen = 500;

    /// <summary>Who reports and goes there; others of the desk read.</summary>
    internal static readonly Role[] Acts = [Role.Committee, Role.Field, Role.Partner];

    /// <summary>No further one is taken.</summary>
    internal static readonly string TooMany = $"没修好的已经有 {MostOpen} 处，没有再记；请先处理“巡查”里的。";

    internal const string NoKind = "请选择看到了什么。";
    internal const string NoPlace = "请选择门岗或围挡，或者写明在哪里，例如“9号楼后面河边”。";
    internal const string NoWords = "请写一句看到了什么。";

    /// <summary>Why a report says too little; null where it does not. The scanner asks the same before it keeps one (Scanner/breaches.ts); both satisfy tests/vectors/breach-rules.json.</summary>
    internal static string? WhyNot(BreachKind? kind, bool atGate, string spot, string note) =>
        kind is null ? NoKind : !atGate && spot.Length == 0 ? NoPlace : kind == BreachKind.Other && note.Length == 0 ? NoWords : null;

    public static string Name(this BreachKind kind) => kind switch
    {
        BreachKind.Climbed => "有人翻越",
        BreachKind.Gap => "有缺口",
        BreachKind.Other => "其他",
    };

    public static string Words(this BreachStep step) => step.Act switch
    {
        BreachAct.Reported => $"{step.By}报告",
        BreachAct.Taken => $"{step.By}去看",
        BreachAct.Given => $"{step.By}请{step.To}去看",
        BreachAct.Visited => $"{step.By}到过，还没修好",
        BreachAct.Mended => $"{step.By}到过，已修好",
    };
}
