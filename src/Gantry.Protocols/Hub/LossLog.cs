namespace Gantry.Protocols.Hub;

/// <summary>What a translation could not say. Nothing is lost without an entry here.</summary>
public sealed class LossLog
{
    private readonly List<Loss> _losses = [];

    /// <summary>In the order in which they were noted.</summary>
    public IReadOnlyList<Loss> Losses => _losses;

    public bool IsEmpty => _losses.Count == 0;

    /// <summary>Notes a loss; the same token at the same path once only.</summary>
    public void Note(string token, string path = "")
    {
        var loss = new Loss(token, path);
        if (!_losses.Contains(loss)) _losses.Add(loss);
    }

    /// <summary>The distinct tokens, comma separated: the value of <c>x-gantry-dropped</c>.</summary>
    public override string ToString() => string.Join(',', _losses.Select(loss => loss.Token).Distinct(StringComparer.Ordinal));
}
