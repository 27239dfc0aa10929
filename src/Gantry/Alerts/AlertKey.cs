namespace Gantry.Alerts;

/// <summary>What makes two alerts the same one.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">Whom or what: an id that does not change, with its kind before it, as in <c>key 0199…</c>.</param>
/// <param name="Mark">The occasion, such as the window of a cap: it is told once, ever. Empty where it is told again after it has cleared.</param>
public readonly record struct AlertKey(AlertKind Kind, string Subject, string Mark = "");
