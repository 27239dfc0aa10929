namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>Something that no input may cause; of a type that no reader catches.</summary>
internal sealed class LawBroken(string what, Exception? cause = null) : Exception(what, cause);
