namespace SafeIsle.Plans;

/// <summary>What follows from travel, in words.</summary>
public static class TravelPlanWords
{
    public static string Name(this TravelFollow follow) => follow switch
    {
        TravelFollow.Free => "不用管理",
        TravelFollow.Monitor => "自我健康监测",
        TravelFollow.NoPass => "核清以前不发出入证",
        TravelFollow.HomeObservation => "居家医学观察",
        TravelFollow.CentralIsolation => "集中隔离医学观察",
    };

    /// <summary>居家医学观察 14 天</summary>
    public static string Name(this TravelFollow follow, int days) => days > 0 ? $"{follow.Name()} {days} 天" : follow.Name();

    /// <summary>Whether the household has no pass until the matter is settled.</summary>
    public static bool Bars(this TravelFollow follow) => follow >= TravelFollow.NoPass;
}
