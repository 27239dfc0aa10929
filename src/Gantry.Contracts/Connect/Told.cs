namespace Gantry.Contracts.Connect;

/// <summary>One text in both languages of the console; a terminal shows the first.</summary>
/// <param name="English">Plain and exact.</param>
/// <param name="Chinese">The same in Simplified Chinese.</param>
public readonly record struct Told(string English, string Chinese)
{
    public override string ToString() => English;
}
