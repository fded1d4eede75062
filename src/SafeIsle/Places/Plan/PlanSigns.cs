namespace SafeIsle.Places.Plan;

/// <summary>The signs of things on a plan: one list of shapes, so that they are the same on the screen and on paper.</summary>
public static class PlanSigns
{
    /// <summary>Half the height of the largest, in the drawing's units.</summary>
    public const double Half = 18;

    private const int RoundCorners = 24;
    private const double Radius = 16;

    /// <summary>As the legend explains it.</summary>
    public static string Words(this PlanSign sign) => sign switch
    {
        PlanSign.Circle => "门开放",
        PlanSign.Barred => "门关闭",
        PlanSign.Bar => "围挡封闭",
        PlanSign.BrokenBar => "围挡打开",
        PlanSign.Triangle => "缺口，待巡查",
    };

    /// <summary>Closed outlines around 0, 0; one within another is a hole.</summary>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)>> Outlines(this PlanSign sign) => sign switch
    {
        PlanSign.Circle => [[.. Enumerable.Range(0, RoundCorners).Select(i => Math.SinCos(Math.Tau * i / RoundCorners)).Select(turn => (Radius * turn.Cos, Radius * turn.Sin))]],
        PlanSign.Barred => [Box(0, 32, 32), Box(0, 20, 6)],
        PlanSign.Bar => [Box(0, 40, 14)],
        PlanSign.BrokenBar => [Box(-14, 12, 14), Box(14, 12, 14)],
        PlanSign.Triangle => [[(0, -Half), (Half, 14), (-Half, 14)]],
    };

    private static IReadOnlyList<(double X, double Y)> Box(double x, double width, double height) =>
        [(x - (width / 2), -height / 2), (x + (width / 2), -height / 2), (x + (width / 2), height / 2), (x - (width / 2), height / 2)];
}
