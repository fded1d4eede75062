namespace SafeIsle.Gates;

/// <summary>Limits of gates, passes and scans.</summary>
public static class GateRules
{
    /// <summary>Characters of a gate's, a device's, a holder's name.</summary>
    public const int MostName = 20;

    public const int MostWhy = 200;
    public const int MostDecidedBy = 60;
    public const int MostNote = 200;

    /// <summary>Characters of a reason code.</summary>
    public const int MostReason = 20;

    /// <summary>Gates of a community.</summary>
    public const int MostGates = 100;

    /// <summary>Devices of a community, wiped ones not counted.</summary>
    public const int MostDevices = 200;

    /// <summary>Scans in one upload.</summary>
    public const int MostScans = 200;

    /// <summary>Visits that one door may have open at once.</summary>
    public const int MostVisits = 5;

    /// <summary>How long a visit may last before it is listed as overdue.</summary>
    public static readonly TimeSpan LongestVisit = TimeSpan.FromHours(4);

    /// <summary>How far ahead a visit may be asked for.</summary>
    public static readonly TimeSpan VisitAhead = TimeSpan.FromDays(7);

    /// <summary>Editions of a card are one byte in its code; then it begins anew.</summary>
    public const int MostEditions = 255;

    /// <summary>How long a pass may last.</summary>
    public const int MostDays = 180;

    /// <summary>Passes of one household, void ones not counted.</summary>
    public const int MostOfHousehold = 12;

    /// <summary>From the sheet of a new device to the device's first contact.</summary>
    public static readonly TimeSpan EnrolWithin = TimeSpan.FromHours(1);
}
