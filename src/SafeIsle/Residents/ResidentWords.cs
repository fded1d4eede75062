namespace SafeIsle.Residents;

/// <summary>Words of phones that are known at a door.</summary>
public static class ResidentWords
{
    /// <summary>By what it is known there.</summary>
    public static string Of(Resident phone) => phone.Proof switch
    {
        ResidentProof.DoorCode => "门上编码",
        ResidentProof.PhoneTail => "电话尾号",
        ResidentProof.Committee => $"居委会确认（{phone.DecidedBy}）",
    };
}
