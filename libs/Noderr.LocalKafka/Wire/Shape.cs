namespace Noderr.LocalKafka.Wire;

/// <summary>
/// A message, or a part of one, declared once for all its versions: <see cref="Walk"/> visits the fields in wire order, and the same
/// walk decodes and encodes. Tagged fields are visited apart, since they are written only when they say something.
/// </summary>
public abstract class Shape
{
    public abstract void Walk(Codec c);

    /// <summary>Tags below this number are known here; others are skipped.</summary>
    public virtual int KnownTags => 0;

    /// <summary>Whether the tagged field differs from its default, so that it must be written.</summary>
    public virtual bool HasTag(int tag, short version) => false;

    public virtual void WalkTag(Codec c, int tag) { }
}

/// <summary>The bytes are not what the protocol allows; the connection they came over can't be trusted to be in step any more.</summary>
public sealed class WireException(string message) : Exception(message);
