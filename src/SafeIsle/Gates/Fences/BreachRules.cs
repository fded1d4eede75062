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
