namespace SafeIsle.Platform;

/// <summary>Shares as people read them.</summary>
public static class Share
{
    private const int All = 100;

    /// <summary>Whole percent, half rounded up; 100 only where nothing is missing, 0 only where nothing is there.</summary>
    /// <param name="ofNone">What it is of nothing.</param>
    public static int Percent(long part, long whole, int ofNone = 0)
    {
        if (whole <= 0)
        {
            return ofNone;
        }

        var rounded = (int)(((part * All * 2) + whole) / (whole * 2));
        return part <= 0 ? 0 : part >= whole ? All : Math.Clamp(rounded, 1, All - 1);
    }
}
