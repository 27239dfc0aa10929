namespace Gantry.Moving;

/// <summary>A finished move: the file, the secrets that it refers to, the report.</summary>
/// <param name="File">The declarative file, without secrets.</param>
/// <param name="Secrets">What its references stand for.</param>
/// <param name="Report">What became of everything.</param>
internal sealed record Moved(string File, SecretBook Secrets, MoveReport Report)
{
    /// <summary>Writes and rehearses.</summary>
    /// <exception cref="Catalog.Declared.ConfigurationException">The gateway would refuse the file.</exception>
    public static Moved Of(Move move, string format, string source, TimeProvider time)
    {
        var text = DeclaredText.Write(move, $"{format} ({Path.GetFileName(source)})");
        var report = new MoveReport(format, Path.GetFileName(source), [.. move.Items], ParityCheck.Run(text, move, time), [.. move.Secrets.Carried.Select(c => c.Key)], [.. move.Secrets.Needed]);
        return new Moved(text, move.Secrets, report);
    }

    /// <summary>Never shows a secret: records print their members by default.</summary>
    public override string ToString() => $"{Report.Format}: {Report.Items.Length} items";
}
