using Gantry.Contracts.Manage;

namespace Gantry.Console.Shell;

/// <summary>What is wrong with which field of a form, by the field's name in the API.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> _wrong = new(StringComparer.Ordinal);

    public bool None => _wrong.Count == 0;

    public IReadOnlyList<string> Of(string field) => _wrong.GetValueOrDefault(field) ?? [];

    public void Clear() => _wrong.Clear();

    public void Add(string field, string message)
    {
        if (!_wrong.TryGetValue(field, out var messages)) _wrong[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>Puts what a service said to the fields that it is about; a part of a field belongs to the field.</summary>
    /// <returns>Whether all of it has a place in a form with these fields.</returns>
    public bool Mark(Refusal? refusal, IReadOnlyCollection<string> fields) => Mark(refusal, path => fields.Contains(path) ? path : path.Split('.', '[')[0] is var name && fields.Contains(name) ? name : null);

    /// <summary>Puts what a service said to the fields that it is about.</summary>
    /// <param name="refusal">What it said; null where it refused nothing.</param>
    /// <param name="place">The field that shows what is wrong with a member of the API; null where none does.</param>
    /// <returns>Whether all of it has a place.</returns>
    public bool Mark(Refusal? refusal, Func<string, string?> place)
    {
        if (refusal is null || refusal.Errors.Count == 0) return false;
        var placed = true;
        foreach (var (path, messages) in refusal.Errors)
        {
            if (place(path) is { } field) foreach (var message in messages) Add(field, message);
            else placed = false;
        }

        return placed;
    }
}
