using SafeIsle.Plans;

namespace SafeIsle.Gates;

/// <summary>States of gates, passes and scans as people say them.</summary>
public static class GateWords
{
    public static string State(bool open) => open ? "开放" : "关闭";

    public static string Name(this PassKind kind) => kind switch
    {
        PassKind.Household => "全家",
        PassKind.Person => "个人",
        PassKind.Vehicle => "车辆",
        PassKind.Visitor => "访客",
    };

    public static string Name(this PassDirection direction) => direction switch
    {
        PassDirection.Out => "出",
        PassDirection.In => "进",
    };

    public static string Name(this ScanBy how) => how switch
    {
        ScanBy.Code => "扫码",
        ScanBy.Number => "输编号",
        ScanBy.Door => "按房屋查",
        ScanBy.None => "没有证",
    };

    public static string Name(this VisitState state) => state switch
    {
        VisitState.Asked => "等住户同意",
        VisitState.Agreed => "已同意",
        VisitState.Refused => "没有同意",
        VisitState.Inside => "在小区里",
        VisitState.Left => "已离开",
    };

    public static string Tone(this VisitState state) => state switch
    {
        VisitState.Asked => "wait",
        VisitState.Agreed or VisitState.Inside => "ok",
        VisitState.Refused or VisitState.Left => "off",
    };

    public static string Tone(this PassVerdict verdict) => verdict switch
    {
        PassVerdict.Go => "ok",
        PassVerdict.Stop => "late",
        PassVerdict.Ask => "wait",
    };
}
