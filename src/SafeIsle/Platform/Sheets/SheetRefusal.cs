namespace SafeIsle.Platform.Sheets;

/// <summary>The sentences with which a file is turned away. Nothing of a refused file is kept.</summary>
internal static class SheetRefusal
{
    internal const string Empty = "这个工作簿里没有内容，请检查是不是选错了文件。";
    internal const string Blank = "这个文件是空的（0 字节），请重新选择文件。";
    internal const string OldExcel = "这是旧版 Excel（.xls）或 WPS（.et）文件，请打开后另存为 .xlsx 再上传。";
    internal const string Binary = "这是 Excel 二进制工作簿（.xlsb），请打开后另存为 .xlsx 再上传。";
    internal const string Encrypted = "这个文件加了打开密码，请在 Excel 或 WPS 里去掉密码、另存后再上传。";
    internal const string Macros = "这个文件带有宏，为了安全不能接收，请另存为不带宏的 .xlsx 再上传。";
    internal const string Bomb = "这个文件解压后异常庞大，疑似恶意文件，已停止读取。";
    internal const string Entities = "这个文件里含有不允许的外部定义（DTD），疑似恶意文件，已停止读取。";
    internal const string Damaged = "这个文件已损坏，读不出来，请在 Excel 或 WPS 里打开并重新保存后再上传。";
    internal const string Text = "这是文本或 CSV 文件，不是 XLSX 表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。";
    internal const string Html = "这是网页（HTML）文件，不是 XLSX 表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。";
    internal const string Xml = "这是 XML 文件，不是 XLSX 表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。";
    internal const string Picture = "这是图片，不是 XLSX 表格，请上传表格文件本身。";
    internal const string Pdf = "这是 PDF 文件，不是 XLSX 表格，请上传表格文件本身。";
    internal const string NotWorkbook = "这个文件里没有 Excel 工作簿，请上传 .xlsx 表格文件。";
    internal const string NotXlsx = "这不是 XLSX 表格，请上传 .xlsx 文件。";
    internal const string TooMuchText = "表格内容太多，请按楼栋或片区分成几个文件再上传。";

    internal static string TooLarge(SheetLimits limits) =>
        FormattableString.Invariant($"文件超过 {limits.MaxFileBytes >> 20} MB，请删去图片和无关的工作表，或分成几个文件再上传。");

    internal static string TooManyRows(SheetLimits limits) =>
        FormattableString.Invariant($"表格超过 {limits.MaxRows} 行，请分成几个文件再上传。");

    internal static string TooManyColumns(SheetLimits limits) =>
        FormattableString.Invariant($"表格超过 {limits.MaxColumns} 列，请删去右侧无关的列再上传。");

    internal static string TooManySheets(SheetLimits limits) =>
        FormattableString.Invariant($"工作簿里超过 {limits.MaxSheets} 张工作表，请分成几个文件再上传。");
}

/// <summary>
/// Carries a refusal out of the depth of a stream that an XML reader pulls on, where no value can be returned.
/// It never leaves <see cref="SheetFile.Read"/>.
/// </summary>
internal sealed class SheetRefusedException(string sentence) : Exception(sentence);
