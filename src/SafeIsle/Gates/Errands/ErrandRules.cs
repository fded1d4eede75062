namespace SafeIsle.Gates.Errands;

/// <summary>Limits of errand slips.</summary>
public static class ErrandRules
{
    /// <summary>Characters of where to, also of a pharmacy.</summary>
    public const int MostWhere = 60;

    /// <summary>Characters of what for.</summary>
    public const int MostWhat = 100;

    public const int MostMedicine = 60;

    /// <summary>Slips of one household that are neither closed nor taken back.</summary>
    public const int MostOpen = 6;

    /// <summary>From the issue to the time until when to be back: longer is a pass.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>What the form proposes.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(3);

    /// <summary>For so long after the time to be back, the gate still knows the slip of whoever is outside.</summary>
    public const int KnownDaysAfter = 30;
}
