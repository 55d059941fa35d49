package io.weir.benchmarks.acl.rival;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import io.weir.memory.Memory;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a hidden class of a list: methods that compare a key's values with those of some rules, none of them longer than what the
 * virtual machine compiles (8,000 bytes); methods that ask those in turn; and a loop over a vector's keys.
 */
final class RuleCompiler {
    /** Rules of one method, each of up to 120 bytes. */
    private static final int RULES = 64;
    /** Methods that one asks. */
    private static final int CALLS = 64;

    private static final ClassDesc SELF = ClassDesc.of(RuleCompiler.class.getPackageName() + ".Compiled");
    private static final ClassDesc MEMORY = ClassDesc.of(Memory.class.getName());
    private static final MethodTypeDesc LOOP = MethodTypeDesc.of(CD_void, CD_long, CD_int, CD_int.arrayType());

    private final boolean ip6;
    /** Words of addresses, each an int or a long; behind them both ports and the kind. */
    private final int words;

    private final int slots;
    private final int sourcePort;
    private final MethodTypeDesc type;
    private long bytes;

    RuleCompiler(final boolean ip6) {
        this.ip6 = ip6;
        words = ip6 ? 4 : 2;
        slots = ip6 ? 2 : 1;
        sourcePort = words * slots;
        final MethodTypeDesc addresses = MethodTypeDesc.of(CD_int, Collections.nCopies(words, ip6 ? CD_long : CD_int));
        type = addresses.insertParameterTypes(words, CD_int, CD_int, CD_int);
    }

    CompiledRules compile(final List<Rule> rules) {
        final byte[] made = ClassFile.of().build(SELF, cls -> {
            cls.withInterfaceSymbols(ClassDesc.of(CompiledRules.class.getName()));
            cls.withMethodBody(INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC, code -> code.aload(0)
                    .invokespecial(CD_Object, INIT_NAME, MTD_void)
                    .return_());
            final int methods = (rules.size() + RULES - 1) / RULES;
            for (int i = 0; i < methods; i++) {
                final int from = i * RULES;
                final int to = Math.min(rules.size(), from + RULES);
                method(cls, name(0, i), code -> compare(code, rules, from, to));
            }
            loop(cls, top(cls, methods));
        });
        bytes = made.length;
        try {
            return (CompiledRules) MethodHandles.lookup()
                    .defineHiddenClass(made, true)
                    .lookupClass()
                    .getConstructor()
                    .newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("a class for " + rules.size() + " rules", e);
        }
    }

    /** Bytes of the class that was made. */
    long bytes() {
        return bytes;
    }

    private static String name(final int level, final int number) {
        return "rules" + level + "_" + number;
    }

    private void method(final ClassBuilder cls, final String name, final Consumer<CodeBuilder> body) {
        cls.withMethodBody(name, type, ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE, body);
    }

    /** Methods that ask the methods below, up to one that asks all; returns its name. */
    private String top(final ClassBuilder cls, final int methods) {
        int level = 0;
        int count = methods;
        while (count > 1) {
            final int below = count;
            final int asking = level;
            count = (count + CALLS - 1) / CALLS;
            for (int i = 0; i < count; i++) {
                final int from = i * CALLS;
                method(cls, name(level + 1, i), code -> ask(code, asking, from, Math.min(below, from + CALLS)));
            }
            level++;
        }
        return name(level, 0);
    }

    private void ask(final CodeBuilder code, final int level, final int from, final int to) {
        for (int i = from; i < to; i++) {
            for (int word = 0; word < words; word++) {
                code.loadLocal(kind(), word * slots);
            }
            code.iload(sourcePort).iload(sourcePort + 1).iload(sourcePort + 2);
            code.invokestatic(SELF, name(level, i), type);
            final Label none = code.newLabel();
            code.dup().iflt(none).ireturn().labelBinding(none).pop();
        }
        code.iconst_m1().ireturn();
    }

    private TypeKind kind() {
        return ip6 ? TypeKind.LONG : TypeKind.INT;
    }

    private void compare(final CodeBuilder code, final List<Rule> rules, final int from, final int to) {
        for (int i = from; i < to; i++) {
            final Rule rule = rules.get(i);
            final Label next = code.newLabel();
            subnet(code, 0, rule.source(), next);
            subnet(code, words / 2, rule.destination(), next);
            final int kindMask = PackedRules.kindMask(rule);
            if (kindMask != 0) {
                code.iload(sourcePort + 2).loadConstant(kindMask).iand();
                code.loadConstant(PackedRules.kind(rule)).if_icmpne(next);
            }
            range(code, sourcePort, PackedRules.sourcePorts(rule), next);
            range(code, sourcePort + 1, PackedRules.destinationPorts(rule), next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.iconst_m1().ireturn();
    }

    private void subnet(final CodeBuilder code, final int word, final Subnet subnet, final Label next) {
        if (ip6) {
            word(code, word, subnet.high(), Subnet.highMask(subnet.length()), next);
            word(code, word + 1, subnet.low(), Subnet.lowMask(subnet.length()), next);
        } else {
            final int mask = (int) (Subnet.highMask(subnet.length()) >>> 32);
            if (mask != 0) {
                code.iload(word);
                if (mask != -1) {
                    code.loadConstant(mask).iand();
                }
                code.loadConstant((int) (subnet.high() >>> 32)).if_icmpne(next);
            }
        }
    }

    private void word(final CodeBuilder code, final int word, final long value, final long mask, final Label next) {
        if (mask != 0) {
            code.lload(word * slots);
            if (mask != -1) {
                code.loadConstant(mask).land();
            }
            code.loadConstant(value).lcmp().ifne(next);
        }
    }

    private static void range(final CodeBuilder code, final int port, final Range range, final Label next) {
        if (range.first() == range.last()) {
            code.iload(port).loadConstant(range.first()).if_icmpne(next);
            return;
        }
        if (range.first() > 0) {
            code.iload(port).loadConstant(range.first()).if_icmplt(next);
        }
        if (range.last() < Range.ALL.last()) {
            code.iload(port).loadConstant(range.last()).if_icmpgt(next);
        }
    }

    /** Parameters: this, keys (a long), how many, what they match; behind them which one it is, and its ports. */
    private void loop(final ClassBuilder cls, final String asked) {
        final int i = 5;
        final int ports = 6;
        cls.withMethodBody("first", LOOP, ClassFile.ACC_PUBLIC, code -> {
            final Label test = code.newLabel();
            final Label body = code.newLabel();
            code.iconst_0().istore(i).goto_(test).labelBinding(body);
            load(code, portsOffset(), CD_int);
            code.istore(ports).aload(4).iload(i);
            for (int word = 0; word < words; word++) {
                load(code, word * (ip6 ? 8 : 4), ip6 ? CD_long : CD_int);
            }
            code.iload(ports)
                    .bipush(16)
                    .iushr()
                    .iload(ports)
                    .loadConstant(0xffff)
                    .iand();
            load(code, portsOffset() + 4, CD_int);
            code.invokestatic(SELF, asked, type).iastore();
            code.lload(1).loadConstant((long) Key.bytes(ip6)).ladd().lstore(1);
            code.iinc(i, 1).labelBinding(test).iload(i).iload(3).if_icmplt(body).return_();
        });
    }

    private int portsOffset() {
        return Key.bytes(ip6) - 8;
    }

    private static void load(final CodeBuilder code, final int offset, final ClassDesc what) {
        code.lload(1).loadConstant((long) offset).ladd();
        code.invokestatic(MEMORY, what.equals(CD_int) ? "getInt" : "getLong", MethodTypeDesc.of(what, CD_long));
    }
}
