namespace Gantry.Console.Language;

/// <summary>The words around charts.</summary>
public sealed class ChartWords(Tongue tongue) : Wording(tongue)
{
    public string AsTable => Say("Show as table", "以表格显示");
}
