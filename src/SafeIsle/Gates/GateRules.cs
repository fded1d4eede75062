namespace SafeIsle.Gates;

/// <summary>Limits of gates, passes and scans.</summary>
public static class GateRules
{
    /// <summary>Characters of a gate's, a device's, a holder's name.</summary>
    public const int MostName = 20;

    public const int MostWhy = 200;
    public const int MostDecidedBy = 60;
    public const int MostNote = 200;

    /// <summary>Characters of a door as people write it.</summary>
    public const int MostDoor = 60;

    /// <summary>Characters of a reason code.</summary>
    public const int MostReason = 20;

    /// <summary>Gates of a community.</summary>
    public const int MostGates = 100;

    /// <summary>Openings and closings that a gate's page shows, the newest.</summary>
    public const int MostShownChanges = 100;

    /// <summary>How long ago an opening or closing may have been decided on paper before it is entered.</summary>
    public static readonly TimeSpan DecidedBefore = TimeSpan.FromDays(7);

    /// <summary>How long before its time an opening or closing may be entered.</summary>
    public static readonly TimeSpan DecidedAhead = TimeSpan.FromDays(30);

    /// <summary>Devices of a community, wiped ones not counted.</summary>
    public const int MostDevices = 200;

    /// <summary>A device at an open gate that was not heard of for so long is looked after: it asks for its list every minute.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromHours(2);

    /// <summary>So long after it was wiped, a device of which scans are missing stays on the day's page: what was lost with it is asked about then.</summary>
    public static readonly TimeSpan WipedShown = TimeSpan.FromDays(7);

    /// <summary>Open reports, or things on a shelf, of devices that were wiped: whoever has one fills no list with what he makes up.</summary>
    public const int MostOfWiped = 10;

    /// <summary>Beside who reported something, where the device was wiped by then.</summary>
    public const string WipedSign = "（设备已清除）";

    /// <summary>Scans in one upload.</summary>
    public const int MostScans = 200;

    /// <summary>Bytes of an upload: each scan with the largest QR code there is, each text as long as it may be.</summary>
    public const long MostPosted = 2L << 20;

    /// <summary>Bytes of a question: a code, a number.</summary>
    public const long MostAsked = 16L << 10;

    /// <summary>The largest number of a scan: no device makes so many, and a wrong one would count all below it as lost.</summary>
    public const long MostSeq = 1_000_000_000;

    /// <summary>Visits of one day that wait for an answer at one door.</summary>
    public const int MostVisits = 5;

    /// <summary>Doors at which one document may be waiting for an answer at once.</summary>
    public const int MostDoorsOfOne = 5;

    /// <summary>How long a visit may last before it is listed as overdue.</summary>
    public static readonly TimeSpan LongestVisit = TimeSpan.FromHours(4);

    /// <summary>After the time for which a visit was asked nobody decides about it so late: it waits no more.</summary>
    public static readonly TimeSpan VisitOver = TimeSpan.FromDays(1);

    /// <summary>How long before the time that was asked for a visitor may be there, where that is another day.</summary>
    public static readonly TimeSpan VisitEarly = TimeSpan.FromHours(2);

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
