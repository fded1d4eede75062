using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Visits;
using SafeIsle.Plans;

namespace SafeIsle.Gates;

/// <summary>States of gates, passes and scans as people say them.</summary>
public static class GateWords
{
    public static string State(this Gate gate) => State(gate.Kind, gate.IsOpen);

    public static string State(GateKind kind, bool open) => kind switch
    {
        GateKind.Post => open ? "开放" : "关闭",
        GateKind.Fence => open ? "打开" : "封闭",
    };

    /// <summary>A gate is there to be open, a fence to be closed.</summary>
    public static string Tone(this Gate gate) => gate.IsOpen == (gate.Kind == GateKind.Post) ? "ok" : "off";

    public static string Name(this GateKind kind) => kind switch
    {
        GateKind.Post => "门岗",
        GateKind.Fence => "围挡",
    };

    public static string Name(this PassKind kind) => kind switch
    {
        PassKind.Household => "全家",
        PassKind.Person => "个人",
        PassKind.Vehicle => "车辆",
        PassKind.Visitor => "访客",
        PassKind.Errand => "外出单",
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
        ScanBy.Firm => "送货维修",
    };

    /// <summary>What became of a record, or why it does not count; empty for most.</summary>
    public static string Remark(this GateScan scan) => (scan.Mark, scan.AboutId, scan.VoidAt) switch
    {
        (ScanMark.Conflict, _, _) => "和先传来的一条编号相同、内容不同，没有计数",
        (ScanMark.Wiped, _, _) => "设备清除以后记的，可能不实，没有计数",
        (ScanMark.Nobody, null, _) => "门岗按错了，没有人进出，没有计数",
        (ScanMark.Nobody, _, _) => "门岗撤回了前一条：按错了，没有人进出",
        (ScanMark.Corrects, _, null) => "门岗更正了前一条，以这一条为准",
        (ScanMark.Corrects, _, _) => "门岗更正了前一条，后来又更正，没有计数",
        (ScanMark.None, _, { }) => "门岗已更正，没有计数",
        (ScanMark.None, _, null) => "",
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
