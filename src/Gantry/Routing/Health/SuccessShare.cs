namespace Gantry.Routing.Health;

/// <summary>How many attempts succeeded and how many failed; what clients broke off or asked wrongly is in neither.</summary>
/// <param name="Succeeded">Answers that came to their end.</param>
/// <param name="Failed">All others that count.</param>
internal readonly record struct SuccessShare(int Succeeded, int Failed)
{
    public int Attempts => Succeeded + Failed;

    /// <summary>From 0 to 1; null where there was no attempt that counts.</summary>
    public double? Value => Attempts == 0 ? null : (double)Succeeded / Attempts;

    public static SuccessShare operator +(SuccessShare one, SuccessShare other) => new(one.Succeeded + other.Succeeded, one.Failed + other.Failed);

    public static SuccessShare operator -(SuccessShare one, SuccessShare other) => new(one.Succeeded - other.Succeeded, one.Failed - other.Failed);
}
