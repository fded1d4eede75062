namespace SafeIsle.Health;

/// <summary>Values of this module in words.</summary>
internal static class HealthWords
{
    public static string Of(ReportedBy how) => how switch
    {
        ReportedBy.Self => "自报",
        ReportedBy.Proxy => "代报",
        ReportedBy.Staff => "电话代录",
    };

    public static string Of(AlertOutcome outcome) => outcome switch
    {
        AlertOutcome.Asked => "已电话问诊",
        AlertOutcome.SentToDoctor => "建议就医",
        AlertOutcome.Transferred => "已报告防控办、转运",
        AlertOutcome.NormalAgain => "复测正常",
    };

    public static string Of(MissingOutcome outcome) => outcome switch
    {
        MissingOutcome.NoAnswer => "没人接",
        MissingOutcome.NeedsHelp => "需要帮助",
    };

    /// <summary>37.8 ℃ · 干咳; 没量 · 干咳.</summary>
    public static string Of(int? tenths, string symptoms)
    {
        var value = tenths is { } known ? TemperatureRules.Text(known) + " ℃" : "没量";
        return symptoms.Length > 0 ? $"{value} · {Symptoms.Of(symptoms)}" : value;
    }
}
