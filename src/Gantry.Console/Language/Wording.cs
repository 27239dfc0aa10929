namespace Gantry.Console.Language;

/// <summary>The words of a page: one property a text, with both languages side by side, so that none can be missing.</summary>
public abstract class Wording(Tongue tongue)
{
    public Tongue Tongue => tongue;

    protected string Say(string english, string chinese) => tongue == Tongue.Chinese ? chinese : english;
}
