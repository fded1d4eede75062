namespace SafeIsle.Gates.Errands;

/// <summary>Errand slips as people say them.</summary>
public static class ErrandWords
{
    public static string Name(this ErrandCategory category) => category switch
    {
        ErrandCategory.City => "城市保障",
        ErrandCategory.Epidemic => "疫情防控",
        ErrandCategory.Daily => "生活必需",
        ErrandCategory.Doctor => "就医",
        ErrandCategory.Funeral => "丧事",
        ErrandCategory.Medicine => "购药",
        ErrandCategory.Moving => "搬家",
        ErrandCategory.Other => "其他",
    };

    public static string Name(this ErrandState state) => state switch
    {
        ErrandState.Issued => "还没出门",
        ErrandState.Out => "已出门",
        ErrandState.Back => "已回来",
        ErrandState.TakenBack => "已收回",
    };

    public static string Tone(this ErrandState state) => state switch
    {
        ErrandState.Issued => "wait",
        ErrandState.Out => "ok",
        ErrandState.Back or ErrandState.TakenBack => "off",
    };
}
